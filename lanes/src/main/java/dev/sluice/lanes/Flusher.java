package dev.sluice.lanes;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.Commit;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.silver.Judged;
import dev.sluice.silver.SilverStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes judged batches to bronze, quarantine and silver, one commit each, on a thread of its own
 * and at the pace of the tables, so that micro-batches and hot need not wait for a commit (design
 * 4.1, point 2). What waits is bounded: a lane that is faster than its tables waits in {@link
 * #add}. A failed flush is final: the lane fails with it and starts anew from what was committed.
 */
final class Flusher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

  /** Bounds of what waits: twice the largest batches the defaults allow. */
  private static final long MAX_WAITING_ROWS = 400_000;

  private static final long MAX_WAITING_BYTES = 128L << 20;

  private final DatasetContext context;
  private final SilverStage silver;
  private final Consumer<SourceOffsets> source;
  private final Thread thread;

  private final List<Judged> waiting = new ArrayList<>();
  private long waitingRows;
  private long waitingBytes;
  private long lastFlush = System.nanoTime();
  private boolean closing;
  private Throwable failure;
  private volatile BatchId flushed = BatchId.NONE;

  /**
   * @param source is asked before each commit whether what was read is what the offsets say; on the
   *     flusher's thread
   */
  Flusher(String lane, DatasetContext context, SilverStage silver, Consumer<SourceOffsets> source) {
    this.context = context;
    this.silver = silver;
    this.source = source;
    this.thread = new Thread(this::run, "flush-" + lane);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands a batch over; waits while too much waits already. */
  void add(Judged batch) throws InterruptedException {
    synchronized (this) {
      while (failure == null && isFull()) {
        notifyAll();
        wait();
      }
      check();
      waiting.add(batch);
      waitingRows += batch.accounting().read();
      waitingBytes += batch.bytes();
    }
  }

  private boolean isFull() {
    return waitingRows > MAX_WAITING_ROWS || waitingBytes > MAX_WAITING_BYTES;
  }

  /**
   * Throws what a flush failed with.
   *
   * @throws SluiceException where it has a name
   * @throws FlushFailed the cause of the lane's end
   */
  synchronized void check() {
    if (failure instanceof SluiceException named) {
      throw named;
    }
    if (failure != null) {
      throw new FlushFailed(failure);
    }
  }

  /** The last batch that all tables have; {@link BatchId#NONE} before the first flush. */
  BatchId flushed() {
    return flushed;
  }

  /** Writes what waits and ends; a batch that was handed over is committed afterwards. */
  void finish() throws InterruptedException {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    thread.join();
    check();
  }

  /** Ends without writing what waits; the flush in hand, if any, is finished first. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      waiting.forEach(Judged::release);
      waiting.clear();
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    context.useSchedulerPool("flush");
    try {
      Optional<List<Judged>> next = next();
      while (next.isPresent()) {
        flush(next.get());
        next = next();
      }
    } catch (Throwable e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    }
  }

  /** Waits for the interval to pass, or for the bound to be reached, or for the end. */
  private synchronized Optional<List<Judged>> next() throws InterruptedException {
    Duration interval = context.platform().tables();
    long due = lastFlush + interval.toNanos();
    long left = due - System.nanoTime();
    while (!closing && !isFull() && (left > 0 || waiting.isEmpty())) {
      context.meters().silver().turned();
      wait(Math.max(1, left > 0 ? left / 1_000_000 : interval.toMillis()));
      left = due - System.nanoTime();
    }
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    List<Judged> batches = List.copyOf(waiting);
    waiting.clear();
    waitingRows = 0;
    waitingBytes = 0;
    lastFlush = System.nanoTime();
    notifyAll();
    return Optional.of(batches);
  }

  private void flush(List<Judged> batches) {
    long start = System.nanoTime();
    Reached reached = batches.get(0).reached().through(batches.get(batches.size() - 1).reached());
    int writers =
        context.writers(batches.stream().mapToLong(batch -> batch.accounting().read()).sum());
    List<Rows> raw = batches.stream().map(Judged::bronze).toList();
    Commit commit = context.bronze().commit(raw, reached, writers, source);
    LaneMeters meters = context.meters();
    meters.bronze().done(reached.last().toString(), commit.rows(), System.nanoTime() - start);
    context.observer().written("bronze");
    meters.silverDone(silver.commit(batches, commit.rows(), writers, context.observer()), start);
    flushed = reached.last();
    batches.forEach(Judged::release);
    LOG.debug("Flushed {} batches through {}", batches.size(), reached.last());
  }

  /** A flush failed; its cause is what Spark, Delta or the file system said. */
  static final class FlushFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FlushFailed(Throwable cause) {
      super("A flush failed: " + cause.getMessage(), cause);
    }
  }
}
