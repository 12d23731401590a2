package dev.sluice.common.definition;

/** A SQL expression that cannot be used; the message is one line, for the person who wrote it. */
public final class SqlProblem extends Exception {
  private static final long serialVersionUID = 1L;

  SqlProblem(String message) {
    super(message);
  }

  SqlProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
