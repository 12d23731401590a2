package dev.sluice.gold;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One hash of hot: what a key shows from now on, whatever it showed before.
 *
 * @param fields every field the hash will have beside {@code _version}; a measure that is NULL has
 *     none
 * @param expireAt when the key goes, however often it is written: end of window + ttl
 */
public record HotValue(String key, Map<String, String> fields, Instant expireAt) {
  /** The field that holds the version. */
  static final String VERSION_FIELD = "_version";

  // Lua's unpack puts every argument on a stack of 8,000.
  private static final int MAX_FIELDS = 1_000;

  public HotValue {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(expireAt, "expireAt");
    fields = Map.copyOf(fields);
    if (fields.isEmpty() || fields.size() > MAX_FIELDS) {
      throw new IllegalArgumentException(
          "Invalid hot value: %d fields (supported: 1 to %d)".formatted(fields.size(), MAX_FIELDS));
    }
    if (fields.containsKey(VERSION_FIELD)) {
      throw new IllegalArgumentException("Invalid hot value: " + VERSION_FIELD + " is ours");
    }
  }

  /** Roughly its size on the wire, in characters. */
  int size() {
    int size = key.length();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      size += field.getKey().length() + field.getValue().length();
    }
    return size;
  }
}
