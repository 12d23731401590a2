package dev.sluice.cli.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Who answers a query. */
public enum Engine {
  /** Starts in this JVM for each query. */
  SPARK,
  /** The one that {@code sluice trino start} runs. */
  TRINO,
  /** Trino when it runs for the lake and knows the query's dialect, else Spark. */
  AUTO;

  /** As the command line has it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #text()}. */
  public static final class Converter implements ITypeConverter<Engine> {
    @Override
    public Engine convert(String value) {
      return Arrays.stream(values())
          .filter(engine -> engine.text().equals(value))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of " + known()));
    }

    private static String known() {
      return Arrays.stream(values()).map(Engine::text).collect(Collectors.joining(", "));
    }
  }
}
