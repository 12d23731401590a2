package dev.sluice.cli.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a row stood in Kafka; as text {@code shop.clicks/0/4711}. */
public record RowCoordinates(String topic, int partition, long offset) {
  // Kafka's own alphabet of topics.
  private static final Pattern TEXT =
      Pattern.compile("([a-zA-Z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})");

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }

  /** Reads {@link #toString()}. */
  public static final class Converter implements ITypeConverter<RowCoordinates> {
    @Override
    public RowCoordinates convert(String value) {
      Matcher parts = TEXT.matcher(value);
      if (!parts.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is no <topic>/<partition>/<offset>, such as shop.clicks/0/4711");
      }
      return new RowCoordinates(
          parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
    }
  }
}
