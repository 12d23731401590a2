package dev.sluice.lanes;

import dev.sluice.common.table.Accounting;
import dev.sluice.gold.HotStatus;
import dev.sluice.silver.SilverCommit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters of one dataset's stages; they outlive its lanes. */
final class LaneMeters {
  private static final Logger LOG = LoggerFactory.getLogger(LaneMeters.class);

  private final StageMeter bronze;
  private final StageMeter silver;
  private final StageMeter hot;
  private final Map<String, StageMeter> gold = new ConcurrentSkipListMap<>();
  private final AtomicLong mismatches = new AtomicLong();
  private volatile HotStatus hotStatus;
  private volatile List<String> warnings = List.of();

  LaneMeters(String dataset) {
    bronze = new StageMeter("bronze." + dataset);
    silver = new StageMeter("silver." + dataset);
    hot = new StageMeter("hot." + dataset);
  }

  StageMeter bronze() {
    return bronze;
  }

  StageMeter silver() {
    return silver;
  }

  StageMeter hot() {
    return hot;
  }

  StageMeter gold(String aggregate) {
    return gold.computeIfAbsent(aggregate, name -> new StageMeter("gold." + name));
  }

  /** Takes a commit of silver into account; says so loudly when it does not add up. */
  void silverDone(SilverCommit commit, long startNanos) {
    Accounting accounting = commit.accounting();
    silver.done(
        commit.reached().last().toString(), accounting.good(), System.nanoTime() - startNanos);
    silver.quarantined(accounting.quarantined());
    silver.newestEvent(commit.maxEventMicros());
    if (!commit.addsUp()) {
      mismatches.incrementAndGet();
      LOG.error("Accounting of {} does not add up: {}", silver.status().stage(), commit);
    }
  }

  /** Takes the state of hot. */
  void hotStatus(HotStatus status) {
    hotStatus = status;
  }

  /** Says what a start of the lanes found amiss, in place of what the last one found. */
  void warn(List<String> found) {
    found.forEach(LOG::warn);
    warnings = List.copyOf(found);
  }

  /** What the last start of the lanes found amiss. */
  List<String> warnings() {
    return warnings;
  }

  /** Flushes whose counts did not add up. */
  long mismatches() {
    return mismatches.get();
  }

  List<StageStatus> status() {
    List<StageStatus> stages = new java.util.ArrayList<>();
    stages.add(bronze.status());
    stages.add(silver.status());
    gold.values().forEach(meter -> stages.add(meter.status()));
    stages.add(hot.status());
    return stages;
  }
}
