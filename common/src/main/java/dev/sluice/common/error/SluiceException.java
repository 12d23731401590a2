package dev.sluice.common.error;

import java.util.Objects;

/**
 * A failure a person can act on: what could not be done and why ({@code message}), what would help
 * ({@code hint}), and a code that {@code sluice explain} expands. Made by the catalogues of this
 * package only ({@link Errors} and those named after a part of the product), so that messages can
 * be read together.
 */
public final class SluiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final ExitCode exitCode;
  private final String hint;

  SluiceException(String code, ExitCode exitCode, String message, String hint) {
    this(code, exitCode, message, hint, null);
  }

  SluiceException(String code, ExitCode exitCode, String message, String hint, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.code = code;
    this.exitCode = exitCode;
    this.hint = hint;
  }

  /** {@code SL-1042}. */
  public String code() {
    return code;
  }

  /** What the process exits with when nobody handles this. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** The command or setting that helps. */
  public String hint() {
    return hint;
  }
}
