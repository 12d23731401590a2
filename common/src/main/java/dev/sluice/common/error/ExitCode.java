package dev.sluice.common.error;

/** Exit codes of every command: a contract. */
public enum ExitCode {
  OK(0),
  FAILED(1),
  USAGE(2),
  INVALID_DEFINITION(3),
  DEPENDENCY_MISSING(4),
  QUALITY_GATE_FAILED(5),
  FENCED(6),
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** What the process exits with. */
  public int code() {
    return code;
  }
}
