package dev.sluice.common.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * What a table's log says of one of its files.
 *
 * @param written when, by its writer's clock
 * @param first at most the least value of a column of times, in micros since 1970
 * @param last at least the greatest one
 * @param rows how many it has
 */
public record FileSpan(Instant written, long first, long last, long rows) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Statistics of times are cut off at milliseconds. */
  private static final long CUT_OFF_MICROS = 999;

  static FileSpan of(AddFile file, String column) {
    try {
      JsonNode statistics = JSON.readTree(file.stats());
      return new FileSpan(
          Instant.ofEpochMilli(file.modificationTime()),
          micros(statistics.path("minValues").path(column)),
          micros(statistics.path("maxValues").path(column)) + CUT_OFF_MICROS,
          CommitLog.rows(file));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot understand the statistics of " + file.path(), e);
    }
  }

  private static long micros(JsonNode time) {
    return ChronoUnit.MICROS.between(
        Instant.EPOCH, OffsetDateTime.parse(time.asText()).toInstant());
  }
}
