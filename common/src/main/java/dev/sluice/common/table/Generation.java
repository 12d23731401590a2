package dev.sluice.common.table;

import java.time.Instant;
import java.util.List;

/**
 * The generation of a dataset's tables that names mean: one number for silver, quarantine and every
 * gold table of the dataset, so that all of them change at once.
 *
 * @param number the {@code N} of {@code silver/<dataset>/g<N>}
 * @param turn 1 for the first generation, one more each time the pointer moves, also when it moves
 *     back: what tells values of Redis apart, where numbers would return
 * @param definition the version of the definition it was made with when the pointer moved; empty
 *     for the first
 * @param aggregates the gold tables it has; empty for the first, which has all that no pointer
 *     names
 * @param retired gold tables of earlier generations that it does not have
 * @param since when the pointer moved
 */
public record Generation(
    int number,
    int turn,
    String definition,
    List<String> aggregates,
    List<String> retired,
    Instant since) {

  /** Of every dataset until a pointer says otherwise. */
  public static final Generation FIRST =
      new Generation(Lake.FIRST_GENERATION, 1, "", List.of(), List.of(), Instant.EPOCH);

  /** One that is not in force, for those who make its tables or read them. */
  public static Generation beside(int number) {
    return new Generation(number, 1, "", List.of(), List.of(), Instant.EPOCH);
  }

  public Generation {
    if (number < Lake.FIRST_GENERATION || turn < 1) {
      throw new IllegalArgumentException("Invalid generation: " + number + ", turn " + turn);
    }
    aggregates = List.copyOf(aggregates);
    retired = List.copyOf(retired);
  }
}
