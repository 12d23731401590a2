package dev.sluice.gold;

/** All that is known of one window and group. */
final class Measures {
  private final Accumulator[] accumulators;
  private long lateRows;

  Measures(Accumulator[] accumulators, long lateRows) {
    this.accumulators = accumulators;
    this.lateRows = lateRows;
  }

  Accumulator[] accumulators() {
    return accumulators;
  }

  long lateRows() {
    return lateRows;
  }

  void addLateRow() {
    lateRows++;
  }

  void merge(Measures other) {
    for (int index = 0; index < accumulators.length; index++) {
      accumulators[index].merge(other.accumulators[index]);
    }
    lateRows += other.lateRows;
  }
}
