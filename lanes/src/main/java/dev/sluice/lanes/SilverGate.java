package dev.sluice.lanes;

import dev.sluice.bronze.BronzeStage;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.silver.Judged;
import dev.sluice.silver.RuleFailure;
import dev.sluice.silver.SilverHeld;
import dev.sluice.silver.SilverStage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether silver of a dataset may go on (design 4.1, point 10). Lanes judge through it: it finds
 * the batch before which silver has to wait, keeps the hold while bronze goes on alone, and knows
 * what lifts it. It decides only <em>when</em> rows are judged, never how: replays do without it.
 */
final class SilverGate {
  private static final Logger LOG = LoggerFactory.getLogger(SilverGate.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Between two tries to go on by itself; doubled from the first to the longest. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final AnalyzedDataset dataset;
  private final HoldFiles files;
  private final BronzeStage bronze;
  private final LakeTable silver;
  private final Judge judge;
  private final Optional<BreakerWindow> breaker;

  private SourceOffsets acknowledged = SourceOffsets.NONE;
  private Optional<Hold> hold = Optional.empty();
  private Instant tryAt = Instant.MIN;
  private Duration pause = FIRST_PAUSE;

  /** Where the batch in hand begins and ends; for the thread that judges. */
  private SourceOffsets position = SourceOffsets.NONE;

  private SourceOffsets end = SourceOffsets.NONE;

  /** Decides where every row of a batch goes, as {@link SilverStage#judge} does. */
  @FunctionalInterface
  interface Judge {
    /** Judges; {@link SilverHeld} when it cannot now. */
    Judged judge(SilverStage silver, Rows rows, Reached range, ArrivalFrontier idle);
  }

  /**
   * @param silver of the generation in force
   */
  SilverGate(AnalyzedDataset dataset, HoldFiles files, BronzeStage bronze, LakeTable silver) {
    this(dataset, files, bronze, silver, SilverStage::judge);
  }

  SilverGate(
      AnalyzedDataset dataset, HoldFiles files, BronzeStage bronze, LakeTable silver, Judge judge) {
    this.dataset = dataset;
    this.files = files;
    this.bronze = bronze;
    this.silver = silver;
    this.judge = judge;
    this.breaker = dataset.definition().silver().breaker().map(BreakerWindow::new);
  }

  /**
   * Learns what the driver before has noted. A hold does not outlive the definition it is about,
   * nor a replay that took its rows into silver. Under the lease, before lanes start.
   */
  synchronized void settle() {
    acknowledged = files.acknowledged(dataset.name());
    if (files.isBronzeAcknowledged(dataset.name())) {
      acknowledge(bronze.reached().offsets());
    }
    Optional<Hold> noted = files.held(dataset.name());
    hold = noted.filter(this::stands);
    if (noted.isPresent() && hold.isEmpty()) {
      files.lift(dataset.name());
      LOG.info("Silver of {} does not wait any more: {}", dataset.name(), noted.get().detail());
    }
    hold.ifPresent(this::announce);
    tryAt = hold.isPresent() ? Instant.MAX : Instant.MIN;
  }

  private boolean stands(Hold noted) {
    boolean isPassed = silver.exists() && Reached.of(silver).offsets().covers(noted.through());
    return noted.definition().equals(dataset.definition().version())
        && !acknowledged.covers(noted.through())
        && !isPassed;
  }

  private void acknowledge(SourceOffsets through) {
    acknowledged = acknowledged.furthest(through);
    files.acknowledge(dataset.name(), acknowledged);
  }

  /** A lane has opened silver and judges from its end on. */
  void opened(SilverStage stage) {
    position = stage.reached().offsets();
    breaker.ifPresent(BreakerWindow::clear);
  }

  /**
   * Judges a batch.
   *
   * @throws SilverHeld when silver must not have it now; the stage is useless then
   */
  Judged judge(SilverStage stage, Rows rows, Reached range, ArrivalFrontier idle) {
    end = range.offsets();
    Judged judged;
    try {
      judged = judge.judge(stage, rows, range, idle);
    } catch (Throwable failure) {
      SilverHeld.in(failure)
          .ifPresent(
              held -> {
                throw held;
              });
      throw failure;
    }
    Optional<SilverHeld> held = stopped(judged).or(() -> broken(judged));
    if (held.isPresent()) {
      judged.release();
      throw held.get();
    }
    position = end;
    reachable();
    return judged;
  }

  private Optional<SilverHeld> stopped(Judged judged) {
    return judged
        .firstStop(acknowledged())
        .map(row -> new SilverHeld(SilverHeld.Kind.RULE, text(row)));
  }

  private static String text(RuleFailure row) {
    return "rule %s failed at %s, partition %d, offset %d"
        .formatted(row.rule(), row.topic(), row.partition(), row.offset());
  }

  /** A batch with rows that somebody has seen does not count, with all its rows. */
  private Optional<SilverHeld> broken(Judged judged) {
    SourceOffsets seen = acknowledged().only(dataset.definition().source().topics());
    return breaker
        .filter(any -> position.covers(seen))
        .flatMap(window -> window.add(judged.accounting(), judged.reached().frontier().fastest()))
        .map(text -> new SilverHeld(SilverHeld.Kind.BREAKER, text));
  }

  private synchronized SourceOffsets acknowledged() {
    return acknowledged;
  }

  /** Whether somebody has seen all rows up to a point of bronze. */
  boolean isAcknowledged(Reached point) {
    SourceOffsets offsets = point.offsets().only(dataset.definition().source().topics());
    return acknowledged().covers(offsets);
  }

  /** What kept silver by itself does no more. */
  synchronized void reachable() {
    if (hold.isPresent() && hold.get().kind().endsByItself()) {
      LOG.info("Silver of {} goes on", dataset.name());
      hold = Optional.empty();
      pause = FIRST_PAUSE;
    }
  }

  /** Lets silver wait, from the batch that was judged last. */
  synchronized void close(SilverHeld held) {
    boolean goesOn = hold.filter(before -> before.kind() == held.kind()).isPresent();
    Instant since = goesOn ? hold.get().since() : Instant.now();
    Hold next =
        new Hold(held.kind(), held.getMessage(), since, dataset.definition().version(), end);
    if (held.kind().endsByItself()) {
      tryAt = Instant.now().plus(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    } else {
      files.hold(dataset.name(), next);
      tryAt = Instant.MAX;
    }
    hold = Optional.of(next);
    if (!goesOn) {
      announce(next);
    }
  }

  private void announce(Hold next) {
    SluiceException error = next.error(dataset.name());
    LOG.warn("{}: {} ({})", error.code(), error.getMessage(), error.hint());
  }

  /**
   * Waits until silver may go on, or try to.
   *
   * @param turn done now and then meanwhile
   * @return whether it may; false when the lane is to end
   */
  boolean awaitOpen(StopSignal stopping, Runnable turn) throws InterruptedException {
    while (!stopping.isRaised() && !mayTry()) {
      turn.run();
      stopping.await(POLL);
    }
    return !stopping.isRaised();
  }

  private synchronized boolean mayTry() {
    return hold.isEmpty() || !Instant.now().isBefore(tryAt);
  }

  /** Why silver waits, if it does. */
  synchronized Optional<Hold> hold() {
    return hold;
  }

  boolean isHeld() {
    return hold().isPresent();
  }

  /**
   * Lets silver go on: rows up to bronze's end of now hold it no more.
   *
   * @return what it waited for; empty when it did not wait
   */
  synchronized Optional<Hold> resume() {
    Optional<Hold> lifted = hold;
    lifted
        .filter(known -> !known.kind().endsByItself())
        .ifPresent(
            known -> {
              acknowledge(known.through().furthest(bronze.reached().offsets()));
              files.lift(dataset.name());
            });
    hold = Optional.empty();
    tryAt = Instant.MIN;
    return lifted;
  }
}
