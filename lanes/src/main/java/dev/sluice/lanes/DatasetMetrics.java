package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedRule;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.TableSize;
import dev.sluice.gold.HotFailure;
import dev.sluice.silver.SilverHeld;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The metrics of one dataset: views of its meters, read when somebody asks. What there is no value
 * of yet is absent, not zero.
 */
final class DatasetMetrics {
  /** From a micro-batch of a few rows to a flush behind a backlog. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1)
  };

  private static final String LAYER = "layer";

  private final DatasetRun run;
  private final LaneMeters meters;
  private final MeterRegistry registry;
  private final Tags dataset;
  private final Set<String> known = new HashSet<>();
  private final Map<String, TableSize> sizes = new HashMap<>();

  DatasetMetrics(DatasetRun run, MeterRegistry registry) {
    this.run = run;
    this.meters = run.context().meters();
    this.registry = registry;
    this.dataset = Tags.of("dataset", run.context().dataset().name());
    // Before the lanes start: the histograms see every batch.
    addStages();
    addRows();
    addRestarts();
    counter(
        "sluice.accounting.mismatch",
        "Flushes whose counts did not add up",
        of(Layer.SILVER),
        LaneMeters::mismatches);
    gauge(
        "sluice.state.rows",
        "Keys in the deduplication index",
        "",
        of(Layer.SILVER),
        () -> (double) meters.dedupKeys());
    for (SilverHeld.Kind kind : SilverHeld.Kind.values()) {
      gauge(
          "sluice.silver.held",
          "1 while silver waits and bronze goes on alone, by what it waits for",
          "",
          dataset.and("kind", kind.name()),
          () -> isHeldBy(kind));
    }
    if (run.context().showsHot()) {
      for (HotFailure kind : HotFailure.values()) {
        counter(
            "sluice.redis.write.failures",
            "What Redis did not take, and questions it did not answer; all of it is tried again",
            dataset.and("reason", kind.name()),
            all -> all.hotFailures(kind));
      }
    }
  }

  private void addStages() {
    run.layers()
        .forEach(layer -> once(Optional.of(layer), "stage." + layer, () -> addStage(layer)));
  }

  private void addStage(Layer layer) {
    StageMeter stage = meters.stage(layer);
    gauge(
        "sluice.stage.up",
        "1 while the stage's lane runs and the stage comes round, else 0",
        "",
        of(layer),
        () -> isUp(layer));
    counter(
        "sluice.batches", "Batches or flushes done", of(layer), all -> all.stage(layer).batches());
    Timer durations =
        Timer.builder("sluice.batch.duration")
            .description("How long a batch or flush took")
            .tags(of(layer))
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    stage.onBatch(nanos -> durations.record(Duration.ofNanos(nanos)));
  }

  private double isHeldBy(SilverHeld.Kind kind) {
    return run.hold().filter(hold -> hold.kind().equals(kind.name())).isPresent() ? 1.0 : 0.0;
  }

  private double isUp(Layer layer) {
    return run.health(layer, Instant.now()).map(health -> health.isUp() ? 1.0 : 0.0).orElse(0.0);
  }

  private void addRows() {
    rows(Layer.BRONZE, "read", all -> all.bronze().rows());
    verdict("read", Accounting::read);
    verdict("good", Accounting::good);
    verdict("duplicate", Accounting::duplicate);
    verdict("quarantined", Accounting::quarantined);
    verdict("filtered", Accounting::filtered);
    verdict("late", Accounting::late);
    for (Reason reason : Reason.values()) {
      counter(
          "sluice.quarantined.rows",
          "Rows in quarantine by reason",
          of(Layer.SILVER).and("reason", reason.name()),
          all -> all.accounted().reasons().getOrDefault(reason, 0L));
    }
    for (AnalyzedRule rule : run.context().dataset().rules()) {
      String name = rule.rule().name();
      counter(
          "sluice.rule.failures",
          "Rows that failed a rule",
          of(Layer.SILVER).and("rule", name),
          all -> all.accounted().rules().getOrDefault(name, 0L));
    }
  }

  private void verdict(String outcome, ToLongFunction<Accounting> count) {
    rows(Layer.SILVER, outcome, all -> count.applyAsLong(all.accounted()));
  }

  private void rows(Layer layer, String outcome, ToDoubleFunction<LaneMeters> count) {
    counter("sluice.rows", "Rows committed by outcome", of(layer).and("outcome", outcome), count);
  }

  private void addRestarts() {
    for (LaneStatus lane : run.lanes()) {
      String name = lane.lane();
      FunctionCounter.builder("sluice.restarts", run, all -> restarts(all, name))
          .description("Starts of a lane after it had failed")
          .tags(dataset.and("lane", name.substring(0, name.indexOf('.'))))
          .register(registry);
    }
  }

  private static double restarts(DatasetRun run, String lane) {
    return run.lanes().stream()
        .filter(status -> status.lane().equals(lane))
        .mapToInt(LaneStatus::restarts)
        .sum();
  }

  /** Adds the metrics whose first value has come since the last time, and reads tables' sizes. */
  void addWhatIsKnownNow() {
    addStages();
    for (Layer layer : run.layers()) {
      StageMeter stage = meters.stage(layer);
      once(
          stage.lastProgress(),
          "progress." + layer,
          () ->
              gauge(
                  "sluice.stage.last.progress.timestamp",
                  "When the stage last did a batch",
                  "seconds",
                  of(layer),
                  () -> stage.lastProgress().orElseThrow().toEpochMilli() / 1e3));
    }
    once(
        Optional.ofNullable(meters.silver().freshness()),
        "freshness",
        () ->
            gauge(
                "sluice.freshness",
                "Now minus the time of the newest event committed",
                "seconds",
                of(Layer.SILVER),
                () -> meters.silver().freshness()));
    if (meters.uniquenessViolations().isPresent() && known.add("uniqueness")) {
      gauge(
          "sluice.uniqueness.violations",
          "Rows of silver that repeat another one, as the last audit found",
          "",
          of(Layer.SILVER),
          () -> meters.uniquenessViolations().orElseThrow());
    }
    for (String topic : meters.lags().keySet()) {
      once(
          Optional.of(topic),
          "lag." + topic,
          () ->
              gauge(
                  "sluice.kafka.lag",
                  "Records that wait in the topic",
                  "records",
                  dataset.and("topic", topic),
                  () -> (double) meters.lags().get(topic)));
    }
    run.context().tables().forEach(this::addTable);
  }

  private void addTable(String name, LakeTable table) {
    Optional<TableSize> size = table.sizeIfKnown();
    size.ifPresent(now -> sizes.put(name, now));
    once(
        size,
        "table." + name,
        () -> {
          Tags tags = dataset.and("table", name);
          gauge(
              "sluice.table.version",
              "The table's newest version",
              "",
              tags,
              () -> (double) sizes.get(name).version());
          gauge(
              "sluice.table.files",
              "Files of the newest version",
              "",
              tags,
              () -> (double) sizes.get(name).files());
          gauge(
              "sluice.table.bytes",
              "Bytes of the newest version's files",
              "",
              tags,
              () -> (double) sizes.get(name).bytes());
        });
  }

  private void once(Optional<?> value, String key, Runnable add) {
    if (value.isPresent() && known.add(key)) {
      add.run();
    }
  }

  private void counter(
      String name, String description, Tags tags, ToDoubleFunction<LaneMeters> count) {
    FunctionCounter.builder(name, meters, count)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private void gauge(
      String name, String description, String unit, Tags tags, Supplier<Number> value) {
    Gauge.builder(name, value)
        .description(description)
        .baseUnit(unit.isEmpty() ? null : unit)
        .tags(tags)
        .register(registry);
  }

  private Tags of(Layer layer) {
    return dataset.and(LAYER, layer.text());
  }
}
