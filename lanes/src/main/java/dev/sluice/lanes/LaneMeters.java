package dev.sluice.lanes;

import dev.sluice.common.table.Accounting;
import dev.sluice.gold.HotFailure;
import dev.sluice.gold.HotStatus;
import dev.sluice.silver.SilverCommit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters of one dataset's stages; they outlive its lanes. */
final class LaneMeters {
  private static final Logger LOG = LoggerFactory.getLogger(LaneMeters.class);

  private final StageMeter bronze;
  private final StageMeter silver;
  private final StageMeter hot;

  /** Gold as a whole: what it does, it does for all aggregates. */
  private final StageMeter gold;

  private final Map<String, StageMeter> aggregates = new ConcurrentSkipListMap<>();
  private final Map<String, Long> lags = new ConcurrentSkipListMap<>();
  private final AtomicLong mismatches = new AtomicLong();
  private final Map<HotFailure, Long> hotFailures = new EnumMap<>(HotFailure.class);
  private Map<HotFailure, Long> hotFailuresOfThisRun = Map.of();
  private volatile Accounting accounted = Accounting.EMPTY;
  private volatile long dedupKeys;
  private volatile OptionalLong uniquenessViolations = OptionalLong.empty();
  private volatile List<String> warnings = List.of();
  private volatile Optional<String> registryDown = Optional.empty();
  private volatile List<String> waitingGold = List.of();
  private volatile List<String> references = List.of();

  LaneMeters(String dataset) {
    bronze = new StageMeter("bronze." + dataset);
    silver = new StageMeter("silver." + dataset);
    hot = new StageMeter("hot." + dataset);
    gold = new StageMeter("gold." + dataset);
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

  StageMeter gold() {
    return gold;
  }

  /** One aggregate of gold. */
  StageMeter aggregate(String name) {
    return aggregates.computeIfAbsent(name, unknown -> new StageMeter("gold." + unknown));
  }

  /** The stage of a layer. */
  StageMeter stage(Layer layer) {
    return switch (layer) {
      case BRONZE -> bronze;
      case SILVER -> silver;
      case GOLD -> gold;
      case HOT -> hot;
    };
  }

  /** Records that wait in front of bronze, by topic. */
  void lag(Map<String, Long> byTopic) {
    lags.putAll(byTopic);
    bronze.lag(byTopic.values().stream().mapToLong(Long::longValue).sum());
  }

  /** The same as last told. */
  Map<String, Long> lags() {
    return lags;
  }

  /** Takes a commit of silver into account; says so loudly when it does not add up. */
  void silverDone(SilverCommit commit, long startNanos) {
    Accounting accounting = commit.accounting();
    silver.done(
        commit.reached().last().toString(), accounting.good(), System.nanoTime() - startNanos);
    silver.quarantined(accounting.quarantined());
    silver.newestEvent(commit.maxEventMicros());
    accounted = accounted.plus(accounting);
    if (!commit.addsUp()) {
      mismatches.incrementAndGet();
      LOG.error("Accounting of {} does not add up: {}", silver.status().stage(), commit);
    }
  }

  /** Where rows went since the driver started. */
  Accounting accounted() {
    return accounted;
  }

  /** Takes what hot counts since it was opened, which is anew with each start of its lane. */
  synchronized void hotStatus(HotStatus status) {
    status
        .failures()
        .forEach(
            (kind, count) ->
                hotFailures.merge(
                    kind, count - hotFailuresOfThisRun.getOrDefault(kind, 0L), Long::sum));
    hotFailuresOfThisRun = status.failures();
  }

  /** Hot is opened and counts from zero. */
  synchronized void hotOpened() {
    hotFailuresOfThisRun = Map.of();
  }

  /** What Redis did not take since the driver started. */
  synchronized long hotFailures(HotFailure kind) {
    return hotFailures.getOrDefault(kind, 0L);
  }

  /** Takes the size of the deduplication index. */
  void dedupKeys(long keys) {
    dedupKeys = keys;
  }

  /** Keys in the deduplication index. */
  long dedupKeys() {
    return dedupKeys;
  }

  /** Takes how many keys an audit of silver found repeated. */
  void audited(long violations) {
    uniquenessViolations = OptionalLong.of(violations);
  }

  /** What the last audit found; empty while there was none since the driver started. */
  OptionalLong uniquenessViolations() {
    return uniquenessViolations;
  }

  /** Says what a start of the lanes found amiss, in place of what the last one found. */
  void warn(List<String> found) {
    found.forEach(LOG::warn);
    warnings = List.copyOf(found);
  }

  /** Says that silver waits for the registry; empty when it no longer does. */
  void registryDown(Optional<String> why) {
    registryDown = why;
  }

  /** Says which gold tables are not gone on with, and why; none when all are. */
  void goldWaits(List<String> why) {
    why.forEach(LOG::warn);
    waitingGold = List.copyOf(why);
  }

  /** Says which reference tables stay what they were, and why; none when all are up to date. */
  void references(List<String> why) {
    references = why;
  }

  /**
   * What the last start of the lanes found amiss, what silver and gold wait for, and what silver
   * goes on without.
   */
  List<String> warnings() {
    return Stream.of(
            warnings.stream(), registryDown.stream(), waitingGold.stream(), references.stream())
        .flatMap(all -> all)
        .toList();
  }

  /** Flushes whose counts did not add up. */
  long mismatches() {
    return mismatches.get();
  }

  List<StageStatus> status() {
    List<StageStatus> stages = new java.util.ArrayList<>();
    stages.add(bronze.status());
    stages.add(silver.status());
    aggregates.values().forEach(meter -> stages.add(meter.status()));
    stages.add(hot.status());
    return stages;
  }
}
