package dev.sluice.silver;

import dev.sluice.common.table.Accounting;

/**
 * What a replay of quarantine made of its rows: {@code rows = good + duplicate + filtered + refused
 * + notInBronze}.
 *
 * @param rows that waited
 * @param good now in silver; those that an earlier replay brought there and could not say so
 *     included
 * @param duplicate of a row that silver has
 * @param filtered by the definition of now
 * @param refused again
 * @param notInBronze whose bytes are gone; their state is as it was
 */
public record QuarantineCounts(
    long rows, long good, long duplicate, long filtered, long refused, long notInBronze) {

  /** Nothing. */
  public static final QuarantineCounts NONE = new QuarantineCounts(0, 0, 0, 0, 0, 0);

  /**
   * Rows that all went one way.
   *
   * @param outcome as quarantine has it; null for rows that were refused again
   */
  static QuarantineCounts of(String outcome, long rows) {
    return new QuarantineCounts(
        rows,
        RowOutcome.GOOD.equals(outcome) ? rows : 0,
        RowOutcome.DUPLICATE.equals(outcome) ? rows : 0,
        RowOutcome.FILTERED.equals(outcome) ? rows : 0,
        outcome == null ? rows : 0,
        0);
  }

  static QuarantineCounts of(long rows, long landed, Accounting judged) {
    return new QuarantineCounts(
        rows,
        landed + judged.good(),
        judged.duplicate(),
        judged.filtered(),
        judged.quarantined(),
        rows - landed - judged.read());
  }

  QuarantineCounts plus(QuarantineCounts other) {
    return new QuarantineCounts(
        rows + other.rows,
        good + other.good,
        duplicate + other.duplicate,
        filtered + other.filtered,
        refused + other.refused,
        notInBronze + other.notInBronze);
  }
}
