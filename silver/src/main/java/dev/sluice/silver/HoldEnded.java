package dev.sluice.silver;

/** A batch was not judged: its lane was asked to stop while silver waited for the registry. */
public final class HoldEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HoldEnded() {
    super("Stopped while waiting for the schema registry");
  }
}
