package dev.sluice.objectstore;

import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.table.Lake;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A lease on a lake in S3: the object {@code {lake}/_sluice/leases/<name>.json}, made and replaced
 * by conditional puts alone, so that of two who take it one has it.
 *
 * <p>A holder renews it; who finds it unchanged for its whole term may take it. That term is
 * measured by the observer's own monotonic clock, from when it first saw this very object. The
 * times inside the object come from another machine's clock and are compared with nothing: so does
 * the <a
 * href="https://aws.amazon.com/blogs/database/building-distributed-locks-with-the-dynamodb-lock-client/">
 * DynamoDB lock client</a>. The holder counts its term from before it sent the renewal, so it stops
 * before anybody else can begin.
 *
 * <p>Not for two threads at once.
 */
public final class LeaseObject {
  /** Commits are made every second or two: a driver that cannot reach S3 for so long is none. */
  public static final Duration TERM = Duration.ofSeconds(20);

  private static final String FOLDER = "leases";
  private static final String SUFFIX = ".json";

  /** No object's. */
  private static final String OTHER_TAG = "\"00000000000000000000000000000000\"";

  private final Lake lake;
  private final String key;
  private final Duration term;
  private final ConditionalObjects objects;

  private String watched = "";
  private long watchedSince;

  LeaseObject(Lake lake, String key, Duration term, ConditionalObjects objects) {
    this.lake = lake;
    this.key = key;
    this.term = term;
    this.objects = objects;
  }

  /** A lease by its name. */
  public static LeaseObject of(Lake lake, Configuration hadoop, String name) {
    S3Place place = place(lake);
    return new LeaseObject(
        lake, place.key() + "/" + name + SUFFIX, TERM, objects(hadoop, place.bucket()));
  }

  /** The names of the leases that there are or have been. */
  public static List<String> names(Lake lake, Configuration hadoop) {
    S3Place place = place(lake);
    return objects(hadoop, place.bucket()).list(place.key()).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  private static S3Place place(Lake lake) {
    return S3Place.of(new Path(lake.control(FOLDER)));
  }

  private static ConditionalObjects objects(Configuration hadoop, String bucket) {
    return new S3Objects(S3Bucket.of(hadoop, bucket, TERM.dividedBy(4)));
  }

  /**
   * Takes the lease if that is possible now; asked again and again, it learns whether the holder
   * lives.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2024 when the store refuses or does not
   *     answer, SL-2025 when it ignores conditions
   */
  public LeaseAttempt attempt() {
    Optional<ConditionalObjects.Stored> found = objects.read(key);
    if (found.isEmpty()) {
      long sent = System.nanoTime();
      LeaseRecord first = LeaseRecord.taken(1, term);
      return objects
          .create(key, first.toJson())
          .map(tag -> held(first, tag, sent))
          .orElseGet(() -> new LeaseAttempt.Unclear("it has just been taken"));
    }
    LeaseRecord record = LeaseRecord.fromJson(found.get().content());
    if (record.released() || hasExpired(record, found.get().tag())) {
      return take(record, found.get().tag());
    }
    return watch(record, found.get().tag());
  }

  private boolean hasExpired(LeaseRecord record, String tag) {
    return tag.equals(watched)
        && System.nanoTime() - watchedSince >= record.term().toNanos()
        && !HeldLease.isHeldHere(record.token());
  }

  private LeaseAttempt take(LeaseRecord before, String tag) {
    long sent = System.nanoTime();
    LeaseRecord next = LeaseRecord.taken(before.epoch() + 1, term);
    return objects
        .replace(key, next.toJson(), tag)
        .map(taken -> held(next, taken, sent))
        .orElseGet(() -> new LeaseAttempt.Unclear(before.holder()));
  }

  private LeaseAttempt watch(LeaseRecord record, String tag) {
    boolean renewed = !watched.isEmpty() && !tag.equals(watched);
    if (!tag.equals(watched)) {
      watched = tag;
      watchedSince = System.nanoTime();
    }
    return renewed || HeldLease.isHeldHere(record.token())
        ? new LeaseAttempt.Alive(record.holder())
        : new LeaseAttempt.Unclear(record.holder());
  }

  private LeaseAttempt held(LeaseRecord record, String tag, long sent) {
    requireConditions(record);
    watched = "";
    return new LeaseAttempt.Taken(HeldLease.start(lake, key, objects, record, tag, sent));
  }

  /** A store that does not know conditions obeys every put, and would give the lease to all. */
  private void requireConditions(LeaseRecord record) {
    byte[] probe = record.givenBack().toJson();
    if (objects.create(key, probe).isPresent()
        || objects.replace(key, probe, OTHER_TAG).isPresent()) {
      throw LakeErrors.ignoresConditions(lake.root());
    }
  }
}
