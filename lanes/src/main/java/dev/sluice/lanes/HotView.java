package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.gold.GoldReach;
import dev.sluice.gold.HotOptions;
import dev.sluice.gold.HotPublisher;
import dev.sluice.gold.HotStatus;
import dev.sluice.gold.HotValue;
import dev.sluice.gold.HotVersion;
import dev.sluice.gold.Partial;
import dev.sluice.gold.PartialAggregation;
import dev.sluice.silver.Judged;
import dev.sluice.silver.SilverStage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hot of one dataset during one start of its lane: absolute totals of all windows whose keys still
 * live, brought up from gold and from what silver has beyond it, advanced with every batch, and
 * shown in Redis. Without Redis or without hot aggregates it shows nothing. For the lane's thread.
 */
final class HotView implements AutoCloseable {
  /** Between two looks for windows that nobody can see any more. */
  private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

  private final DatasetContext context;
  private final PartialAggregation aggregation;
  private final List<HotAggregate> aggregates;
  private final HotPublisher publisher;
  private BatchId last;
  private SourceOffsets shown;
  private Instant forgetAt = Instant.MIN;

  private HotView(
      DatasetContext context,
      PartialAggregation aggregation,
      List<HotAggregate> aggregates,
      HotPublisher publisher,
      BatchId last,
      SourceOffsets shown) {
    this.context = context;
    this.aggregation = aggregation;
    this.aggregates = aggregates;
    this.publisher = publisher;
    this.last = last;
    this.shown = shown;
  }

  /**
   * Opens hot as the tables have it.
   *
   * @param first the version hot has until the first batch
   * @param silver caught up with bronze
   */
  static HotView open(DatasetContext context, BatchId first, SilverStage silver) {
    List<AnalyzedAggregate> hot =
        context.platform().redis().isEmpty()
            ? List.of()
            : context.dataset().aggregates().stream()
                .filter(aggregate -> aggregate.definition().hot().isPresent())
                .toList();
    Set<String> names = hot.stream().map(AnalyzedAggregate::name).collect(Collectors.toSet());
    PartialAggregation aggregation = PartialAggregation.of(context.dataset()).only(names);
    List<HotAggregate> aggregates = new ArrayList<>();
    for (AnalyzedAggregate aggregate : hot) {
      aggregates.add(load(context, aggregate, silver.table()));
    }
    context.meters().hotOpened();
    HotPublisher publisher =
        aggregates.isEmpty()
            ? null
            : HotPublisher.open(
                context.platform().redis().orElseThrow(),
                context.dataset().name(),
                context.bronze().table().id(),
                HotOptions.defaults(),
                (before, current) -> passed(context.source().topics(), before, current),
                turn -> HotOfBefore.of(context, turn),
                Clock.systemUTC());
    return new HotView(
        context, aggregation, aggregates, publisher, first, silver.reached().offsets());
  }

  /** Gold at one of its versions, and the rows of silver that this version has not consumed. */
  private static HotAggregate load(
      DatasetContext context, AnalyzedAggregate aggregate, LakeTable silver) {
    HotAggregate hot = new HotAggregate(context.dataset(), aggregate);
    LakeTable gold = context.goldTable(aggregate.name());
    long consumed = -1;
    if (gold.exists()) {
      long version = gold.version();
      consumed = GoldReach.consumed(gold, version);
      hot.load(gold.readAt(version), Instant.now());
    }
    PartialAggregation one =
        PartialAggregation.of(context.dataset()).only(Set.of(aggregate.name()));
    hot.load(one.of(silver.added(consumed, silver.version())).get(aggregate.name()));
    return hot;
  }

  /** Whether a lane that stands at {@code current} shows all that {@code before} stands for. */
  private static boolean passed(List<String> topics, String before, String current) {
    SourceOffsets now = SourceOffsets.parse(current);
    return now.covers(SourceOffsets.parse(before).only(topics).withoutThoseMadeAnewIn(now));
  }

  /** Takes a judged batch in and shows what it changed. */
  void show(Judged judged) {
    last = judged.reached().last();
    shown = judged.reached().offsets();
    if (publisher == null) {
      return;
    }
    List<HotValue> changed = new ArrayList<>();
    List<String> created = new ArrayList<>();
    if (judged.accounting().good() > 0) {
      Map<String, Partial> partials = aggregation.of(judged.good().rdd());
      for (HotAggregate aggregate : aggregates) {
        HotAggregate.Change change = aggregate.merge(partials.get(aggregate.name()));
        changed.addAll(change.changed());
        created.addAll(change.created());
      }
    }
    publisher.created(version(last), created);
    publish(changed);
    context.observer().written("hot");
  }

  /** Learns that the tables have all batches through this one. */
  void flushedThrough(BatchId batch) {
    if (publisher != null && !batch.equals(BatchId.NONE)) {
      publisher.flushedThrough(version(batch));
    }
  }

  /** Lets hot heal while no events come. */
  void heartbeat() {
    if (publisher != null) {
      publish(List.of());
    }
  }

  private void publish(List<HotValue> changed) {
    forgetExpired();
    publisher.publish(version(last), shown.toString(), changed, this::everything);
    HotStatus status = publisher.status();
    context.meters().hotStatus(status);
  }

  /** By turns: a generation that is in force again writes newer values than the one between. */
  private HotVersion version(BatchId batch) {
    return new HotVersion(context.generation().turn(), batch.epoch(), batch.batch());
  }

  private List<HotValue> everything() {
    List<HotValue> all = new ArrayList<>();
    aggregates.forEach(aggregate -> all.addAll(aggregate.everything()));
    return all;
  }

  private void forgetExpired() {
    Instant now = Instant.now();
    if (now.isAfter(forgetAt)) {
      forgetAt = now.plus(FORGET_EVERY);
      aggregates.forEach(aggregate -> aggregate.forgetExpired(now));
    }
  }

  @Override
  public void close() {
    if (publisher != null) {
      publisher.close();
    }
  }
}
