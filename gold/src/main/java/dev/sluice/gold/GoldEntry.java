package dev.sluice.gold;

/** One row of gold while it may change. */
final class GoldEntry {
  private final Measures measures;
  private long version;
  private long updatedAt;
  private boolean isFinal;

  GoldEntry(Measures measures, long version, long updatedAt, boolean isFinal) {
    this.measures = measures;
    this.version = version;
    this.updatedAt = updatedAt;
    this.isFinal = isFinal;
  }

  Measures measures() {
    return measures;
  }

  long version() {
    return version;
  }

  long updatedAt() {
    return updatedAt;
  }

  boolean isFinal() {
    return isFinal;
  }

  /** Takes what rows of a silver version add. */
  void merge(Measures added, long silverVersion, long now) {
    measures.merge(added);
    version = silverVersion;
    updatedAt = now;
  }

  /** Takes another row of the same key. */
  void merge(GoldEntry other) {
    measures.merge(other.measures);
    version = Math.max(version, other.version);
    updatedAt = Math.max(updatedAt, other.updatedAt);
    isFinal |= other.isFinal;
  }

  /** Becomes final; once. */
  void finish(long now) {
    isFinal = true;
    updatedAt = now;
  }
}
