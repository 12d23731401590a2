package dev.sluice.cli.query;

import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.LakeCatalog.Layer;
import dev.sluice.common.table.LakeCatalog.Table;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SilverTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The newest rows of a table, newest first. Looks at the end of the table first, found by what its
 * commits say, and at all of it only when that end has too few rows: a peek does not get slower as
 * the table grows.
 */
final class NewestRows {
  /** Commits that are asked how many rows they added. */
  private static final int MAX_COMMITS = 100;

  private static final Map<Layer, List<String>> ORDER =
      Map.of(
          Layer.BRONZE, List.of(BronzeTable.ARRIVED_AT, BronzeTable.OFFSET),
          Layer.SILVER, List.of(SilverTable.ARRIVED_AT, SilverTable.OFFSET),
          Layer.QUARANTINE, List.of(QuarantineTable.QUARANTINED_AT, QuarantineTable.OFFSET),
          Layer.GOLD, List.of(GoldTable.WINDOW_START, GoldTable.UPDATED_AT));

  /** Columns that are the same in every row, or that other columns say better. */
  private static final Map<Layer, Set<String>> FOR_PROGRAMS =
      Map.of(
          Layer.BRONZE,
              Set.of(
                  BronzeTable.CLUSTER,
                  BronzeTable.TIMESTAMP,
                  BronzeTable.TIMESTAMP_TYPE,
                  BronzeTable.HEADERS,
                  BronzeTable.EPOCH,
                  BronzeTable.BATCH,
                  BronzeTable.INGEST_DATE),
          Layer.SILVER,
              Set.of(
                  SilverTable.EXTRA,
                  SilverTable.CLUSTER,
                  SilverTable.TOPIC,
                  SilverTable.PARTITION,
                  SilverTable.OFFSET,
                  SilverTable.EVENT_DATE),
          Layer.QUARANTINE,
              Set.of(
                  QuarantineTable.CLUSTER,
                  QuarantineTable.DEFINITION_VERSION,
                  QuarantineTable.EPOCH,
                  QuarantineTable.BATCH,
                  QuarantineTable.ARRIVED_AT,
                  QuarantineTable.ATTEMPTS,
                  QuarantineTable.OUTCOME,
                  QuarantineTable.REPLAY),
          Layer.GOLD, Set.of(GoldTable.STATE, GoldTable.WINDOW_BUCKET));

  private final Layer layer;
  private final LakeTable table;
  private final Dataset<Row> all;
  private final boolean forPeople;

  private NewestRows(Layer layer, LakeTable table, boolean forPeople) {
    this.layer = layer;
    this.table = table;
    this.all = table.read();
    this.forPeople = forPeople;
  }

  static NewestRows of(SparkSession session, Table table, boolean forPeople) {
    return new NewestRows(
        table.layer(), new LakeTable(session, table.path().toString()), forPeople);
  }

  /** At most so many rows. Bronze's bytes come as text. */
  Answer answer(int rows) {
    List<Row> newest = end(rows).map(end -> first(all.where(end), rows)).orElse(List.of());
    if (newest.size() < rows) {
      newest = first(all, rows);
    }
    List<List<Object>> values = newest.stream().map(this::values).toList();
    return new Answer(columns(), values, false, false);
  }

  private List<Row> first(Dataset<Row> rows, int limit) {
    Column[] order =
        ORDER.get(layer).stream()
            .filter(Arrays.asList(all.columns())::contains)
            .map(name -> functions.col(quoted(name)).desc())
            .toArray(Column[]::new);
    Column[] columns =
        columns().stream().map(name -> functions.col(quoted(name))).toArray(Column[]::new);
    // Ordered before columns go: the order may need one that is not shown.
    return rows.orderBy(order).limit(limit).select(columns).collectAsList();
  }

  private List<String> columns() {
    Set<String> hidden = forPeople ? FOR_PROGRAMS.get(layer) : Set.of();
    return Arrays.stream(all.columns()).filter(name -> !hidden.contains(name)).toList();
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A condition that holds for the newest rows, and for every row newer than one it holds for. */
  private Optional<Column> end(int rows) {
    return switch (layer) {
      case BRONZE, SILVER -> lastArrivals(rows);
      case GOLD -> lastWindows();
      // Small, and its files have no statistics to skip them by.
      case QUARANTINE -> Optional.empty();
    };
  }

  /**
   * From the arrival on that the table had come to before the commits with the last rows: whatever
   * was read after it arrived no earlier.
   */
  private Optional<Column> lastArrivals(int rows) {
    long newest = table.version();
    long added = 0;
    for (long version = newest; version > Math.max(0, newest - MAX_COMMITS); version--) {
      added += table.entry(version).map(CommitEntry::rows).orElse(0L);
      if (added >= rows) {
        long before = Reached.at(table, version - 1).frontier().slowest();
        return before == Long.MIN_VALUE ? Optional.empty() : Optional.of(arrivedSince(before));
      }
    }
    return Optional.empty();
  }

  private static Column arrivedSince(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return functions.col(SilverTable.ARRIVED_AT).geq(functions.lit(instant));
  }

  private Optional<Column> lastWindows() {
    if (!Arrays.asList(all.columns()).contains(GoldTable.WINDOW_BUCKET)) {
      return Optional.empty();
    }
    TreeSet<String> buckets = new TreeSet<>(table.partitions(GoldTable.WINDOW_BUCKET));
    return buckets.isEmpty()
        ? Optional.empty()
        : Optional.of(functions.col(GoldTable.WINDOW_BUCKET).geq(buckets.last()));
  }

  private List<Object> values(Row row) {
    List<Object> values = RowValues.of(row);
    return layer == Layer.BRONZE ? readable(values) : values;
  }

  private static List<Object> readable(List<?> values) {
    List<Object> texts = new ArrayList<>(values.size());
    values.forEach(value -> texts.add(readable(value)));
    return texts;
  }

  private static Object readable(Object value) {
    if (value instanceof byte[] bytes) {
      return BytesText.of(bytes);
    }
    if (value instanceof List<?> values) {
      return readable(values);
    }
    if (value instanceof Map<?, ?> fields) {
      Map<Object, Object> texts = new LinkedHashMap<>();
      fields.forEach((name, field) -> texts.put(name, readable(field)));
      return texts;
    }
    return value;
  }
}
