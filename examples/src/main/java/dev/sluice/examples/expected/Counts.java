package dev.sluice.examples.expected;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many records end in each verdict: {@code sent = good + duplicate + quarantined + filtered}.
 *
 * @param duplicate repeats, whatever their payload
 * @param idConflict those repeats whose payload is not that of the first
 * @param late good rows that came later than the dataset allows
 * @param warned good rows that failed a rule which only warns
 * @param quarantinedByReason without reasons that did not occur
 */
public record Counts(
    long sent,
    long good,
    long duplicate,
    long idConflict,
    long filtered,
    long late,
    long warned,
    SortedMap<String, Long> quarantinedByReason) {

  public Counts {
    quarantinedByReason = Collections.unmodifiableSortedMap(new TreeMap<>(quarantinedByReason));
  }

  /** Records in quarantine, for whatever reason. */
  public long quarantined() {
    return quarantinedByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Counts where every record sent was good. */
  public static Counts allGood(long sent, long warned) {
    return new Counts(sent, sent, 0, 0, 0, 0, warned, new TreeMap<>(Map.of()));
  }
}
