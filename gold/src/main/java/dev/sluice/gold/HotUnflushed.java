package dev.sluice.gold;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that batches have created and no table has yet. Each such batch has a number, which
 * counts from 1 with every run.
 */
final class HotUnflushed {
  /** Of a key that the tables have. */
  static final long IN_TABLES = 0;

  private record Batch(HotVersion version, long number, List<String> keys) {}

  private final Deque<Batch> batches = new ArrayDeque<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private long lastNumber;
  private long flushed;

  /** Notes what a batch has created; not older than the one before. */
  void created(HotVersion version, Collection<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    long number = ++lastNumber;
    batches.add(new Batch(version, number, List.copyOf(keys)));
    keys.forEach(key -> numbers.put(key, number));
  }

  /** Forgets what batches have created that are in the tables now. */
  void flushedThrough(HotVersion version) {
    while (!batches.isEmpty() && batches.peek().version().compareTo(version) <= 0) {
      Batch batch = batches.remove();
      batch.keys().forEach(key -> numbers.remove(key, batch.number()));
      flushed = batch.number();
    }
  }

  /** The number of the batch that created a key, or {@link #IN_TABLES}. */
  long number(String key) {
    return numbers.getOrDefault(key, IN_TABLES);
  }

  /** The highest number of a batch that is in the tables. */
  long flushed() {
    return flushed;
  }
}
