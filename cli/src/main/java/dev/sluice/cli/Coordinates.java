package dev.sluice.cli;

import dev.sluice.common.table.RowCoordinates;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where a row stood in Kafka, as {@code quarantine ls} writes it. */
final class Coordinates implements ITypeConverter<RowCoordinates> {
  @Override
  public RowCoordinates convert(String value) {
    return RowCoordinates.parse(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + value
                        + "' is no <topic>/<partition>/<offset>, such as shop.clicks/0/4711"));
  }
}
