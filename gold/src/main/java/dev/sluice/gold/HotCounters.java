package dev.sluice.gold;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The running totals behind a {@link HotStatus}. */
final class HotCounters {
  private final Map<HotFailure, Long> failures = new EnumMap<>(HotFailure.class);
  private long writes;
  private long refused;
  private long retries;
  private long refills;
  private Instant lastSuccess;

  void add(HotWrite write) {
    writes += write.written();
    refused += write.refused();
    add(write.failures());
  }

  void add(HotSweep sweep) {
    add(sweep.failures());
  }

  private void add(Map<HotFailure, Integer> more) {
    more.forEach((kind, count) -> failures.merge(kind, (long) count, Long::sum));
  }

  void add(HotFailure kind) {
    failures.merge(kind, 1L, Long::sum);
  }

  void retried() {
    retries++;
  }

  void refilled() {
    refills++;
  }

  void succeeded(Instant now) {
    lastSuccess = now;
  }

  HotStatus status(boolean dirty, boolean withheld) {
    return new HotStatus(
        writes,
        refused,
        failures,
        retries,
        refills,
        dirty,
        withheld,
        Optional.ofNullable(lastSuccess));
  }
}
