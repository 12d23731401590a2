package dev.sluice.gold;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Redis showing what a lane has counted, without ever holding the lane up for long or failing
 * it: what cannot be written now is made good by a refill, which writes everything. A run begins
 * with one. On the driver only.
 */
public final class HotPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotPublisher.class);

  /** Between refills that leave values out, such as those of a key that is somebody else's. */
  private static final Duration LONGEST_REFILL_PAUSE = Duration.ofMinutes(1);

  private final String run = UUID.randomUUID().toString();
  private final String dataset;
  private final HotStore store;
  private final HotOptions options;
  private final BiPredicate<String, String> passed;
  private final IntFunction<? extends Iterable<HotValue>> older;
  private final InstantSource clock;
  private final Backoff contact;
  private final Backoff refillPause;
  private final HotCounters counters = new HotCounters();

  private String shownBefore;
  private boolean withheld = true;
  private boolean doubtsOlder = true;
  private boolean dirty = true;
  private HotRefill refill;
  private volatile HotStatus status;

  private HotPublisher(
      String dataset,
      HotStore store,
      HotOptions options,
      BiPredicate<String, String> passed,
      IntFunction<? extends Iterable<HotValue>> older,
      InstantSource clock) {
    this.dataset = dataset;
    this.store = store;
    this.options = options;
    this.passed = passed;
    this.older = older;
    this.clock = clock;
    this.contact = new Backoff(options.firstRetry(), options.lastRetry(), clock);
    this.refillPause = new Backoff(options.firstRetry(), LONGEST_REFILL_PAUSE, clock);
    this.status = counters.status(dirty, withheld);
  }

  /**
   * Opens hot of one dataset and reads what it has shown before. Succeeds without Redis: then that
   * is read before anything is written.
   *
   * @param redis {@code host:port}, or a {@code redis://} or {@code rediss://} URI
   * @param lake what tells the lake of these values from one made anew; a lake's own lane goes on
   *     where another's had shown
   * @param passed whether a lane that has reached the second offsets shows at least what the first
   *     ones stand for; asked until it says yes. What it throws, {@code publish} throws
   * @param older the values that an older generation of this lake had shown: those that this one
   *     does not have are removed once everything else is written
   * @param clock for expiry and waits
   */
  public static HotPublisher open(
      String redis,
      String dataset,
      String lake,
      HotOptions options,
      BiPredicate<String, String> passed,
      IntFunction<? extends Iterable<HotValue>> older,
      InstantSource clock) {
    HotStore store = HotStore.open(redis, dataset, lake, options);
    HotPublisher publisher = new HotPublisher(dataset, store, options, passed, older, clock);
    publisher.begin();
    return publisher;
  }

  private synchronized void begin() {
    try {
      readShownBefore();
    } catch (HotUnavailable away) {
      failed(away);
    }
    report();
  }

  /**
   * What hot had shown when its sentinel was last read; empty when there is none, or Redis could
   * not be asked yet.
   */
  public synchronized Optional<String> shownBefore() {
    return Optional.ofNullable(shownBefore);
  }

  /**
   * Notes the keys that a batch is the first to have, before it is published. As long as it is not
   * {@linkplain #flushedThrough flushed} no table has them, and should the lane die meanwhile,
   * nobody would know of them again; so Redis notes them with their values, and a run that has
   * passed what hot showed removes those that it does not have.
   */
  public synchronized void created(HotVersion version, Collection<String> keys) {
    store.created(version, keys);
  }

  /** The tables have all batches through this one. */
  public synchronized void flushedThrough(HotVersion version) {
    store.flushedThrough(version);
  }

  /**
   * Brings Redis to this version. Call it after each batch; with nothing changed it is a heartbeat,
   * which lets hot heal while no events come. Never throws for Redis's sake, and returns within the
   * bounds of {@link HotOptions}.
   *
   * @param version of the batch; not older than in the call before
   * @param shown the offsets that hot shows with it
   * @param changed the values that differ from the last call's
   * @param everything all values as of this version: asked for when a refill starts, and iterated
   *     during this and later calls, so what it gives must not change when the totals do
   */
  public synchronized void publish(
      HotVersion version,
      String shown,
      Collection<HotValue> changed,
      Supplier<? extends Iterable<HotValue>> everything) {
    // Whoever failed has left hot dirty: what changes meanwhile will go with the refill.
    if (contact.isDue()) {
      attempt(new HotSentinel(version, run, shown), changed, everything);
      report();
    }
  }

  private void attempt(
      HotSentinel sentinel,
      Collection<HotValue> changed,
      Supplier<? extends Iterable<HotValue>> everything) {
    if (contact.hasFailed()) {
      counters.retried();
    }
    try {
      if (mayShow(sentinel.shown())) {
        writeAll(sentinel, changed, everything);
      } else {
        contact.succeeded();
      }
    } catch (HotUnavailable away) {
      failed(away);
    }
  }

  /** Reads again until passed: a driver that is not quite dead may still have shown more. */
  private boolean mayShow(String shown) throws HotUnavailable {
    if (withheld) {
      readShownBefore();
      withheld = shownBefore != null && !passed.test(shownBefore, shown);
    }
    return !withheld;
  }

  private void readShownBefore() throws HotUnavailable {
    shownBefore = store.readSentinel().map(HotSentinel::shown).orElse(null);
  }

  private void writeAll(
      HotSentinel sentinel,
      Collection<HotValue> changed,
      Supplier<? extends Iterable<HotValue>> everything)
      throws HotUnavailable {
    doubtOlder(sentinel.version().generation());
    Iterator<HotValue> rest = unexpired(changed);
    HotWrite write = write(sentinel.version(), rest, sentinel, endOf(options.publishBudget()));
    if (write.canGoOn() && rest.hasNext()) {
      outOfTime();
    }
    if (write.canGoOn() && dirty && refillPause.isDue()) {
      write = write.and(refill(sentinel, everything));
    }
    if (write.canGoOn()) {
      // Not before: a refill that fails each time would be tried as often as its start succeeds.
      contact.succeeded();
    }
    if (write.isComplete() && !rest.hasNext()) {
      counters.succeeded(clock.instant());
    }
  }

  private void doubtOlder(int generation) throws HotUnavailable {
    OptionalInt shown = store.generationShown();
    if (doubtsOlder && shown.isPresent() && shown.getAsInt() < generation) {
      store.doubt(unexpired(older.apply(shown.getAsInt())));
    }
    doubtsOlder = false;
  }

  private HotWrite refill(HotSentinel sentinel, Supplier<? extends Iterable<HotValue>> everything)
      throws HotUnavailable {
    if (refill == null) {
      refill = new HotRefill(sentinel.version(), unexpired(everything.get()));
    }
    HotRefill current = refill;
    long end = endOf(options.refillBudget());
    HotWrite write = write(current.version(), current.rest(), sentinel, end);
    if (refill != null && current.hasEnded() && hasSwept(current, end)) {
      end(current);
    }
    return write;
  }

  /** Whether no other run's leftovers remain that this refill can tell from what it has written. */
  private boolean hasSwept(HotRefill current, long end) throws HotUnavailable {
    if (!current.isThorough()) {
      return true;
    }
    HotSweep sweep = sweep(current.version());
    while (sweep.canGoOn() && System.nanoTime() < end) {
      sweep = sweep(current.version());
    }
    if (!sweep.failures().isEmpty()) {
      current.failed(sweep.failures().keySet());
    }
    return !sweep.canGoOn();
  }

  private HotSweep sweep(HotVersion version) throws HotUnavailable {
    HotSweep sweep = store.sweep(version, run);
    counters.add(sweep);
    if (sweep.removed() > 0) {
      LOG.info(
          "Hot of {}: removed {} keys that another run had shown and no table had",
          dataset,
          sweep.removed());
    }
    return sweep;
  }

  private void end(HotRefill ended) {
    refill = null;
    counters.refilled();
    if (ended.hasFailed()) {
      refillPause.failed();
      return;
    }
    refillPause.succeeded();
    if (!ended.isOutdated()) {
      dirty = false;
      LOG.info("Hot of {} is complete: everything was written", dataset);
    }
  }

  /** A refill under way goes on, so that no value waits for ever; another one follows it. */
  private void outOfTime() {
    dirty = true;
    if (refill != null) {
      refill.outdated();
    }
  }

  private static long endOf(Duration budget) {
    return System.nanoTime() + budget.toNanos();
  }

  /** Writes what fits into the time, one pipeline at least, and draws the consequences. */
  private HotWrite write(
      HotVersion version, Iterator<HotValue> values, HotSentinel sentinel, long end)
      throws HotUnavailable {
    HotWrite total = writeNext(version, values, sentinel);
    while (total.canGoOn() && values.hasNext() && System.nanoTime() < end) {
      total = total.and(writeNext(version, values, sentinel));
    }
    return total;
  }

  private HotWrite writeNext(HotVersion version, Iterator<HotValue> values, HotSentinel sentinel)
      throws HotUnavailable {
    HotWrite write = store.writeNext(version, values, sentinel);
    counters.add(write);
    if (!write.canGoOn()) {
      refusedAsAWhole(write, sentinel);
    }
    if (write.cover() != HotWrite.Cover.CONTINUED) {
      markDirty();
    } else if (!write.isComplete()) {
      leftOut(write);
    }
    return write;
  }

  private void refusedAsAWhole(HotWrite write, HotSentinel sentinel) {
    markDirty();
    switch (write.cover()) {
      case UNSEEN -> {
        withheld = true;
        doubtsOlder = true;
      }
      case REFUSED -> {
        warnOnce("another driver has written versions newer than " + sentinel.version());
        contact.failed();
      }
      default -> {
        warnOnce("Redis refuses writes: " + write.failures());
        contact.failed();
      }
    }
  }

  /** Some values, and not because of Redis as a whole: others need not wait for them. */
  private void leftOut(HotWrite write) {
    if (!dirty) {
      LOG.warn("Hot of {} lacks values: {}", dataset, write);
    }
    dirty = true;
    if (refill != null) {
      refill.failed(write.failures().keySet());
    }
  }

  private void failed(HotUnavailable away) {
    counters.add(away.reason());
    warnOnce(away.getMessage());
    contact.failed();
    markDirty();
  }

  private void warnOnce(String reason) {
    if (!contact.hasFailed()) {
      LOG.warn("Hot of {} falls behind: {}", dataset, reason);
    }
  }

  /** A refill under way has written into a memory that may be gone: it starts anew. */
  private void markDirty() {
    dirty = true;
    refill = null;
  }

  private Iterator<HotValue> unexpired(Iterable<HotValue> values) {
    return StreamSupport.stream(values.spliterator(), false)
        .filter(value -> value.expireAt().isAfter(clock.instant()))
        .iterator();
  }

  private void report() {
    status = counters.status(dirty, withheld);
  }

  /** How hot is doing; from any thread. */
  public HotStatus status() {
    return status;
  }

  @Override
  public synchronized void close() {
    store.close();
  }
}
