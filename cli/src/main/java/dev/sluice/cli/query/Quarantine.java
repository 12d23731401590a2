package dev.sluice.cli.query;

import dev.sluice.cli.query.QuarantinedRow.Extent;
import dev.sluice.common.error.QueryErrors;
import dev.sluice.common.spark.SqlText;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.LakeCatalog.Layer;
import dev.sluice.common.table.LakeCatalog.Table;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.RowCoordinates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Questions to the quarantine of a lake's datasets, asked in SQL like any other. */
public final class Quarantine {
  private static final String FOR_PEOPLE =
      "dataset, concat(topic, '/', `partition`, '/', `offset`) as coordinates, arrived_at, state,"
          + " reason, rule, detail";

  private static final String FOR_PROGRAMS =
      "dataset, cluster, topic, `partition`, `offset`, arrived_at, reason, rule, detail,"
          + " definition_version, quarantined_at, state, attempts, outcome";

  /** The last state of each row. */
  private static final String CURRENT = QuarantineTable.currentOf("quarantine.%2$s");

  private static final String NEWEST_FIRST =
      "arrived_at desc, dataset, cluster, topic, `partition`, `offset` desc";

  private final LakeCatalog lake;
  private final LakeQuery query;

  /**
   * @param query of the same lake
   */
  public Quarantine(LakeCatalog lake, LakeQuery query) {
    this.lake = lake;
    this.query = query;
  }

  /**
   * The quarantine of one dataset, or of all.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4021 when the lake has no such dataset,
   *     SL-4020 when none has a quarantine
   */
  public List<Table> tables(Optional<String> dataset) {
    if (dataset.isPresent()) {
      return List.of(lake.table(Layer.QUARANTINE.text() + "." + dataset.get()));
    }
    List<Table> tables = lake.tables(Layer.QUARANTINE);
    if (tables.isEmpty()) {
      throw QueryErrors.noTables(lake.root(), "no dataset has a quarantine");
    }
    return tables;
  }

  /**
   * Rows, newest first.
   *
   * @param forPeople whether columns that only programs want are left out, and coordinates stand in
   *     one that can be copied
   */
  public Answer rows(
      List<Table> tables, QuarantineFilter filter, OptionalInt limit, boolean forPeople) {
    return query.ask(
        "select %s from (%s) where %s order by %s"
            .formatted(
                forPeople ? FOR_PEOPLE : FOR_PROGRAMS,
                unionOf(tables, "select %1$s as dataset, * from (" + CURRENT + ")"),
                filter.condition(),
                NEWEST_FIRST),
        limit);
  }

  /**
   * How many rows are in quarantine by dataset, reason and rules, the most first. The share is that
   * of all rows in bronze, which keeps every row once; commits' accounting ends with their log.
   */
  public Answer counts(List<Table> tables) {
    return query.ask(
        "%s order by dataset, quarantined desc, reason, rule"
            .formatted(
                unionOf(
                    tables,
                    "select %1$s as dataset, reason, rule, quarantined, waiting, replayed,"
                        + " discarded, first_arrived_at, last_arrived_at, cast(quarantined / rows_read as decimal(9, 6)) as share"
                        + " from (select reason, rule, count(*) as quarantined,"
                        + " count_if(state not in ('replayed', 'discarded')) as waiting,"
                        + " count_if(state = 'replayed') as replayed,"
                        + " count_if(state = 'discarded') as discarded,"
                        + " min(arrived_at) as first_arrived_at,"
                        + " max(arrived_at) as last_arrived_at from ("
                        + CURRENT
                        + ") group by reason, rule)"
                        + " cross join (select count(*) as rows_read from bronze.%2$s)")),
        OptionalInt.empty());
  }

  /**
   * Rows of one dataset with their bytes, newest first.
   *
   * @param extent how much of the bytes leaves Spark
   */
  public List<QuarantinedRow> records(
      Table table, QuarantineFilter filter, int limit, Extent extent) {
    List<List<Object>> verdicts = new ArrayList<>();
    rows(List.of(table), filter, OptionalInt.of(limit), false).rows().forEach(verdicts::add);
    if (verdicts.isEmpty()) {
      return List.of();
    }
    Map<List<Object>, QuarantinedRow.Bytes> bytes = bytes(table.name(), verdicts, extent);
    return verdicts.stream().map(verdict -> row(verdict, bytes)).toList();
  }

  /** The bytes by cluster, topic, partition and offset. */
  private Map<List<Object>, QuarantinedRow.Bytes> bytes(
      String dataset, List<List<Object>> verdicts, Extent extent) {
    List<Instant> arrivals = verdicts.stream().map(row -> (Instant) row.get(5)).toList();
    // Arrivals first: bronze's files have statistics to be skipped by.
    String sql =
        "select cluster, topic, `partition`, `offset`, %s, %s, %s, coalesce(size(headers), 0) from bronze.%s"
                .formatted(
                    part("key", extent),
                    part("value", extent),
                    headers(extent),
                    SqlText.name(dataset))
            + " where arrived_at >= %s and arrived_at <= %s and (%s)"
                .formatted(
                    SqlText.literal(arrivals.stream().min(Comparator.naturalOrder()).orElseThrow()),
                    SqlText.literal(arrivals.stream().max(Comparator.naturalOrder()).orElseThrow()),
                    verdicts.stream()
                        .map(row -> QuarantineFilter.condition(coordinates(row)))
                        .collect(Collectors.joining(" or ")));
    Map<List<Object>, QuarantinedRow.Bytes> bytes = new HashMap<>();
    query
        .ask(sql, OptionalInt.of(Integer.MAX_VALUE))
        .rows()
        .forEach(
            row ->
                bytes.put(
                    List.copyOf(row.subList(0, 4)),
                    new QuarantinedRow.Bytes(
                        part(row.get(4)),
                        part(row.get(5)),
                        headers(row.get(6)),
                        Math.max(0, (Integer) row.get(7)))));
    return bytes;
  }

  /** The first bytes of a column, and how many there are; null of null. */
  private static String part(String column, Extent extent) {
    return "if(%1$s is null, null, struct(substring(%1$s, 1, %2$d) as first, length(%1$s) as length))"
        .formatted(column, extent.bytes());
  }

  private static String headers(Extent extent) {
    return "transform(slice(headers, 1, %d), h -> struct(h.key as key, %s as value))"
        .formatted(extent.headers(), part("h.value", extent));
  }

  private static QuarantinedRow.Part part(Object column) {
    return column instanceof Map<?, ?> struct
        ? new QuarantinedRow.Part((byte[]) struct.get("first"), (Integer) struct.get("length"))
        : null;
  }

  private static List<QuarantinedRow.Header> headers(Object column) {
    List<QuarantinedRow.Header> headers = new ArrayList<>();
    if (column instanceof List<?> structs) {
      for (Object struct : structs) {
        Map<?, ?> fields = (Map<?, ?>) struct;
        headers.add(
            new QuarantinedRow.Header(
                String.valueOf(fields.get("key")), part(fields.get("value"))));
      }
    }
    return headers;
  }

  private static QuarantinedRow row(
      List<Object> verdict, Map<List<Object>, QuarantinedRow.Bytes> bytes) {
    return new QuarantinedRow(
        (String) verdict.get(0),
        (String) verdict.get(1),
        coordinates(verdict),
        (Instant) verdict.get(5),
        (String) verdict.get(6),
        (String) verdict.get(7),
        (String) verdict.get(8),
        (String) verdict.get(9),
        new QuarantinedRow.Fate(
            (String) verdict.get(11), (Long) verdict.get(12), (String) verdict.get(13)),
        Optional.ofNullable(bytes.get(List.copyOf(verdict.subList(1, 5)))));
  }

  /** Of a row of {@link #FOR_PROGRAMS}. */
  private static RowCoordinates coordinates(List<Object> row) {
    return new RowCoordinates((String) row.get(2), (Integer) row.get(3), (Long) row.get(4));
  }

  private static String unionOf(List<Table> tables, String select) {
    return tables.stream()
        .map(table -> select.formatted(SqlText.literal(table.name()), SqlText.name(table.name())))
        .collect(Collectors.joining(" union all "));
  }
}
