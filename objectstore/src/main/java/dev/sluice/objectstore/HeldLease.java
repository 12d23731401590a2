package dev.sluice.objectstore;

import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.CommitGate;
import dev.sluice.common.table.Lake;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that this process holds, renewed by a thread of its own four times a term. When it could
 * not be renewed for nine tenths of the term, or somebody else has it, it is lost for good: from
 * then on no commit of this process passes {@link CommitGate} below the lake, so that the last one
 * is over before anybody else may begin.
 */
public final class HeldLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);
  private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Lake lake;
  private final String key;
  private final ConditionalObjects objects;
  private final CommitGate.Guard guard;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread renewer;

  private volatile LeaseRecord record;
  private volatile String tag;

  /** When the newest renewal was sent, by this machine's monotonic clock. */
  private volatile long renewed;

  private volatile SluiceException lost;

  private HeldLease(
      Lake lake,
      String key,
      ConditionalObjects objects,
      LeaseRecord record,
      String tag,
      long sent) {
    this.lake = lake;
    this.key = key;
    this.objects = objects;
    this.record = record;
    this.tag = tag;
    this.renewed = sent;
    this.guard = CommitGate.guard(lake, this::require);
    this.renewer = new Thread(this::renewUntilClosed, "lease " + key);
    renewer.setDaemon(true);
  }

  static HeldLease start(
      Lake lake,
      String key,
      ConditionalObjects objects,
      LeaseRecord record,
      String tag,
      long sent) {
    HeldLease lease = new HeldLease(lake, key, objects, record, tag, sent);
    HELD_HERE.add(record.token());
    lease.renewer.start();
    LOG.info("Lease {} is held in epoch {}", key, record.epoch());
    return lease;
  }

  static boolean isHeldHere(String token) {
    return HELD_HERE.contains(token);
  }

  /** How often the lease has been taken by now, this time counted. */
  public long epoch() {
    return record.epoch();
  }

  /** SL-2022 with the reason, once the lease is lost. */
  public Optional<SluiceException> lost() {
    if (lost == null && unrenewed().compareTo(record.term().multipliedBy(9).dividedBy(10)) >= 0) {
      lose("it was not renewed for " + unrenewed().toMillis() + " ms");
    }
    return Optional.ofNullable(lost);
  }

  private void require() {
    lost()
        .ifPresent(
            why -> {
              throw why;
            });
  }

  private Duration unrenewed() {
    return Duration.ofNanos(System.nanoTime() - renewed);
  }

  private synchronized void lose(String why) {
    if (lost == null) {
      lost = LakeErrors.leaseIsLost(lake.root(), why);
      HELD_HERE.remove(record.token());
      LOG.error("Lease {} is lost: {}", key, why);
    }
  }

  private void renewUntilClosed() {
    Duration pause = record.term().dividedBy(4);
    try {
      while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS) && lost().isEmpty()) {
        pause = renew() ? record.term().dividedBy(4) : record.term().dividedBy(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Lease {} cannot be renewed any more", key, e);
    }
  }

  /** Whether it is renewed; if not, it may be by the next attempt. */
  private boolean renew() {
    long sent = System.nanoTime();
    LeaseRecord next = record.renewed();
    try {
      Optional<String> put = objects.replace(key, next.toJson(), tag);
      if (put.isPresent()) {
        record = next;
        tag = put.get();
        renewed = sent;
        return true;
      }
      findAgain();
    } catch (SluiceException e) {
      LOG.warn("Cannot renew lease {}: {}", key, e.getMessage());
    }
    return false;
  }

  /** The object is another one: ours, from a put whose answer was lost, or somebody else's. */
  private void findAgain() {
    Optional<ConditionalObjects.Stored> stored = objects.read(key);
    Optional<LeaseRecord> there =
        stored.map(ConditionalObjects.Stored::content).map(LeaseRecord::fromJson);
    if (there.isPresent() && there.get().token().equals(record.token())) {
      record = there.get();
      tag = stored.get().tag();
    } else {
      lose(there.map(other -> other.holder() + " holds it").orElse("its object has gone"));
    }
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    closing.countDown();
    try {
      renewer.join();
      if (lost().isEmpty()) {
        objects.replace(key, record.givenBack().toJson(), tag);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SluiceException e) {
      LOG.warn("Lease {} is not given back and ends by itself: {}", key, e.getMessage());
    } finally {
      HELD_HERE.remove(record.token());
      guard.close();
    }
  }
}
