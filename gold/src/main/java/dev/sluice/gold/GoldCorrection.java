package dev.sluice.gold;

import static org.apache.spark.sql.functions.col;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.table.SilverTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * The cells of gold that some rows of silver are in, counted anew from the rows that stay: what
 * measures like a minimum cannot take back, a recount gives.
 *
 * @param touched what the rows that go had added, by aggregate
 * @param anew what stays in the same cells; a cell without any row is not in it
 */
public record GoldCorrection(Map<String, Partial> touched, Map<String, Partial> anew) {

  /**
   * Counts anew, in two Spark jobs: one over the rows that go, one over the rows that stay, of
   * silver's partitions in question.
   *
   * @param going rows of silver
   * @param staying all others
   */
  public static GoldCorrection of(
      AnalyzedDataset dataset, Dataset<Row> going, Dataset<Row> staying) {
    PartialAggregation aggregation = PartialAggregation.of(dataset);
    Map<String, Partial> touched = aggregation.of(going);
    Map<String, Set<UnsafeRow>> cells = new HashMap<>();
    Set<LocalDate> days = new TreeSet<>();
    touched.forEach(
        (name, partial) -> {
          cells.put(name, partial.measures().keySet());
          Layout layout = aggregation.layout(name);
          partial.measures().keySet().forEach(key -> addDays(days, layout, key.getLong(0)));
        });
    Dataset<Row> inQuestion = staying.where(col(SilverTable.EVENT_DATE).isin(days.toArray()));
    return new GoldCorrection(touched, aggregation.ofCells(inQuestion, cells));
  }

  /** The days that a window has a part of. */
  private static void addDays(Set<LocalDate> days, Layout layout, long windowStart) {
    LocalDate last = day(layout.windowEnd(windowStart) - 1);
    for (LocalDate day = day(windowStart); !day.isAfter(last); day = day.plusDays(1)) {
      days.add(day);
    }
  }

  private static LocalDate day(long micros) {
    return LocalDate.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  /** How many cells there are, of all aggregates. */
  public long cells() {
    return touched.values().stream().mapToLong(Partial::size).sum();
  }
}
