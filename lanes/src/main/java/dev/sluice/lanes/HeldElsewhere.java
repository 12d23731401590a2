package dev.sluice.lanes;

/** Somebody else has the lease, and that is no error. */
final class HeldElsewhere extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param holder who it is, for people
   */
  HeldElsewhere(String holder) {
    super(holder);
  }

  String holder() {
    return getMessage();
  }
}
