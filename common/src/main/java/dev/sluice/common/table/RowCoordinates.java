package dev.sluice.common.table;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a row stood in Kafka; as text {@code shop.clicks/0/4711}. */
public record RowCoordinates(String topic, int partition, long offset) implements Serializable {
  // Kafka's own alphabet of topics.
  private static final Pattern TEXT =
      Pattern.compile("([a-zA-Z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})");

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }

  /** Reads {@link #toString()}; empty when the text is no coordinates. */
  public static Optional<RowCoordinates> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new RowCoordinates(
                parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
        : Optional.empty();
  }
}
