package dev.sluice.lanes;

import dev.sluice.common.definition.DatasetDefinition.Breaker;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.Reason;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The batches of the last minutes of arrival, for the circuit breaker. A batch stands in the window
 * as a whole, at its newest arrival: while silver catches up, one batch may be longer than the
 * window is.
 */
final class BreakerWindow {
  private final Breaker breaker;
  private final Deque<Batch> batches = new ArrayDeque<>();

  private record Batch(long arrivalMicros, Accounting counts) {}

  BreakerWindow(Breaker breaker) {
    this.breaker = breaker;
  }

  /** Begins anew. */
  void clear() {
    batches.clear();
  }

  /**
   * Takes a batch in.
   *
   * @param arrivalMicros its newest arrival
   * @return what there is to say when too many rows of the window are bad
   */
  Optional<String> add(Accounting counts, long arrivalMicros) {
    batches.add(new Batch(arrivalMicros, counts));
    long from = arrivalMicros - TimeUnit.NANOSECONDS.toMicros(breaker.over().toNanos());
    batches.removeIf(batch -> batch.arrivalMicros() <= from);
    Accounting all = batches.stream().map(Batch::counts).reduce(Accounting.EMPTY, Accounting::plus);
    long judged = all.read() - all.filtered();
    boolean trips =
        judged >= breaker.minRows() && all.quarantined() > breaker.maxFailedRatio() * judged;
    return trips ? Optional.of(text(all, judged)) : Optional.empty();
  }

  private String text(Accounting all, long judged) {
    Reason most =
        all.reasons().entrySet().stream()
            .max(Comparator.comparing(Map.Entry<Reason, Long>::getValue))
            .map(Map.Entry::getKey)
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "of %,d rows that arrived within %s, %,d would go to quarantine (%.0f %%, at most %s %%),"
            + " most of them as %s",
        judged,
        shown(breaker.over().toSeconds()),
        all.quarantined(),
        100.0 * all.quarantined() / judged,
        Double.toString(100 * breaker.maxFailedRatio()).replaceAll("[.]0$", ""),
        most);
  }

  private static String shown(long seconds) {
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
