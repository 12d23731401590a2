package dev.sluice.cli;

import dev.sluice.common.definition.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time as people write it: {@code 2 hours} ago, a date in UTC, an ISO time. */
final class Moment implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String value) {
    return Durations.parse(value).map(Instant.now()::minus).orElseGet(() -> parse(value));
  }

  private static Instant parse(String value) {
    try {
      return value.contains("T")
          ? OffsetDateTime.parse(value).toInstant()
          : LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + value + "' is no time: write 2 hours, 2026-03-01 or 2026-03-01T12:00:00Z");
    }
  }
}
