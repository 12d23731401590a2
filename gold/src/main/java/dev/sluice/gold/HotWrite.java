package dev.sluice.gold;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What became of a write: of its sentinel, and of how many values. The sentinel counts where it was
 * refused or failed.
 *
 * @param written values that their keys show now
 * @param kept values that this run had already replaced by newer ones
 * @param refused what is older than something that another driver has written
 * @param failures what Redis answered with an error
 */
public record HotWrite(
    Cover cover, int written, int kept, int refused, Map<HotFailure, Integer> failures) {

  /** What became of the sentinel. */
  public enum Cover {
    /** It replaced the one that this store had written last. */
    CONTINUED,
    /** It is the first of its connection, or Redis held another or none: values may be missing. */
    RENEWED,
    /** Redis holds a newer one: another driver has taken over. Nothing was written. */
    REFUSED,
    /** Redis holds one of another run that this store has not read. Nothing was written. */
    UNSEEN,
    /** Redis answered with an error. Nothing was written. */
    FAILED
  }

  public HotWrite {
    failures = Map.copyOf(failures);
  }

  /** Whether the sentinel stands, so that values can follow. */
  public boolean isCovered() {
    return cover == Cover.CONTINUED || cover == Cover.RENEWED;
  }

  /** Whether more values should be sent now. */
  boolean canGoOn() {
    return isCovered() && failures.keySet().stream().noneMatch(HotFailure::isServerWide);
  }

  /** Whether every value is in Redis, or newer ones of this run are. */
  public boolean isComplete() {
    return isCovered() && refused == 0 && failures.isEmpty();
  }

  /** This write and the one after it as one. */
  HotWrite and(HotWrite later) {
    Map<HotFailure, Integer> sum = new EnumMap<>(HotFailure.class);
    sum.putAll(failures);
    later.failures.forEach((kind, count) -> sum.merge(kind, count, Integer::sum));
    return new HotWrite(
        later.cover == Cover.CONTINUED ? cover : later.cover,
        written + later.written,
        kept + later.kept,
        refused + later.refused,
        sum);
  }

  /**
   * Reads the replies of one pipeline: the sentinel's, then one for each value; errors are {@link
   * JedisDataException}s among them.
   *
   * @param continues whether the version and run that the sentinel script found are the last ones
   */
  static HotWrite of(List<Object> replies, Predicate<List<?>> continues) {
    Tally tally = new Tally();
    tally.sentinel(replies.get(0), continues);
    replies.subList(1, replies.size()).forEach(tally::value);
    return tally.result();
  }

  private static final class Tally {
    private final Map<HotFailure, Integer> failures = new EnumMap<>(HotFailure.class);
    private Cover cover;
    private HotFailure sentinelFailure = HotFailure.UNCOVERED;
    private int written;
    private int kept;
    private int refused;

    void sentinel(Object reply, Predicate<List<?>> continues) {
      if (reply instanceof JedisDataException error) {
        cover = Cover.FAILED;
        sentinelFailure = HotFailure.of(error.getMessage());
        failed(sentinelFailure);
        return;
      }
      List<?> answer = (List<?>) reply;
      cover = cover((String) answer.get(0), continues.test(answer.subList(1, 3)));
      if (cover == Cover.REFUSED) {
        refused++;
      }
    }

    private static Cover cover(String outcome, boolean continued) {
      return switch (outcome) {
        case "written" -> continued ? Cover.CONTINUED : Cover.RENEWED;
        case "refused" -> Cover.REFUSED;
        case "unseen" -> Cover.UNSEEN;
        default -> throw new IllegalStateException("Unknown reply of hot-sentinel.lua: " + outcome);
      };
    }

    void value(Object reply) {
      if (reply instanceof JedisDataException error) {
        failed(HotFailure.of(error.getMessage()));
        return;
      }
      switch ((String) reply) {
        case "written" -> written++;
        case "kept" -> kept++;
        case "refused" -> refused++;
        case "uncovered" -> uncovered();
        case "foreign" -> failed(HotFailure.FOREIGN_KEY);
        default -> throw new IllegalStateException("Unknown reply of hot-value.lua: " + reply);
      }
    }

    /** The reason is the sentinel's. */
    private void uncovered() {
      if (cover == Cover.REFUSED) {
        refused++;
      } else {
        failed(sentinelFailure);
      }
    }

    private void failed(HotFailure kind) {
      failures.merge(kind, 1, Integer::sum);
    }

    HotWrite result() {
      return new HotWrite(cover, written, kept, refused, failures);
    }
  }
}
