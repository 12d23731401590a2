package dev.sluice.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.examples.expected.Counts;
import dev.sluice.examples.expected.Difference;
import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.ExpectedAggregate;
import dev.sluice.examples.expected.GoldRow;
import dev.sluice.examples.expected.SilverRow;
import dev.sluice.examples.truth.TruthFile;
import dev.sluice.examples.truth.TruthRecord;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a demo made of what was sent: counts, accounting, differences from the oracle, latencies.
 * The oracle reads the truth file alone.
 *
 * @param differences everything that is not as it must be
 */
public record DemoReport(
    DemoSettings settings,
    DemoOutcome outcome,
    Counts expected,
    Accounting accounting,
    long bronzeRows,
    long silverRows,
    Map<String, Long> goldRows,
    boolean accountingOk,
    boolean goldMatchesOracle,
    boolean redisMatchesGold,
    Percentiles hot,
    Percentiles bronze,
    Percentiles silver,
    Percentiles gold,
    List<Difference> differences) {

  /** Events sent while everything was still warming up are not measured. */
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  /** Judges an outcome. */
  public static DemoReport of(SparkSession session, DemoSettings settings, DemoOutcome outcome)
      throws IOException {
    return new Judge(session, settings, outcome).report();
  }

  /** Whether everything is as it must be. */
  public boolean isRight() {
    return accountingOk && goldMatchesOracle && redisMatchesGold && differences.isEmpty();
  }

  /** As one object, by the names that are a contract. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("example", settings.example().name());
    map.put("lanes", settings.lanes().name().toLowerCase(java.util.Locale.ROOT));
    map.put("seed", settings.seed());
    map.put("kills", outcome.kills());
    map.put("sent", expected.sent());
    map.put("bronze_rows", bronzeRows);
    map.put("silver_rows", silverRows);
    map.put("gold_rows", goldRows);
    map.put("read", accounting.read());
    map.put("good", accounting.good());
    map.put("duplicate", accounting.duplicate());
    map.put("quarantined", accounting.quarantined());
    map.put("filtered", accounting.filtered());
    map.put("late", accounting.late());
    map.put("id_conflicts", accounting.conflicts());
    map.put("warned", accounting.warned());
    map.put("quarantined_by_reason", reasons());
    map.put("accounting_ok", accountingOk);
    map.put("gold_matches_oracle", goldMatchesOracle);
    map.put("redis_matches_gold", redisMatchesGold);
    map.put("hot_latency_ms", hot.toMap());
    map.put("bronze_latency_ms", bronze.toMap());
    map.put("silver_latency_ms", silver.toMap());
    map.put("gold_latency_ms", gold.toMap());
    map.put("startup_seconds", outcome.startup().map(d -> d.toMillis() / 1000.0).orElse(null));
    map.put("differences", differences.stream().map(Difference::toString).toList());
    return map;
  }

  /** Quarantined rows by the names of the reasons. */
  public Map<String, Long> reasons() {
    Map<String, Long> reasons = new TreeMap<>();
    accounting.reasons().forEach((reason, count) -> reasons.put(reason.name(), count));
    return reasons;
  }

  /** Reads the lake and compares. */
  private static final class Judge {
    private final SparkSession session;
    private final DemoSettings settings;
    private final DemoOutcome outcome;
    private final Lake lake;
    private final String dataset;
    private final List<TruthRecord> truth;
    private final List<SilverRow> silverRows;
    private final Expected expected;
    private final List<Difference> differences = new ArrayList<>();

    Judge(SparkSession session, DemoSettings settings, DemoOutcome outcome) throws IOException {
      this.session = session;
      this.settings = settings;
      this.outcome = outcome;
      this.lake = new Lake(outcome.lake().toString());
      this.dataset = settings.example().name();
      try (Stream<TruthRecord> records = TruthFile.read(outcome.truth())) {
        this.truth = records.map(TruthRecord::withoutFields).toList();
      }
      this.silverRows = settings.example().expectedSilver(outcome.truth());
      this.expected = settings.example().expected(outcome.truth());
    }

    DemoReport report() {
      LakeTable bronze = new LakeTable(session, lake.bronze(dataset, Lake.FIRST_GENERATION));
      LakeTable silver = new LakeTable(session, lake.silver(dataset, Lake.FIRST_GENERATION));
      long bronzeRows = bronze.read().count();
      long bronzeDistinct =
          bronze.read().select("cluster", "topic", "partition", "offset").distinct().count();
      long silverCount = silver.read().count();
      Accounting accounting = accounting(silver);
      boolean accountingOk =
          compareCounts(accounting, bronzeRows, bronzeDistinct, silverCount)
              && everyCommitAddsUp(silver);
      boolean goldOk = true;
      boolean redisOk = true;
      Map<String, Long> goldCounts = new LinkedHashMap<>();
      List<Percentiles> hot = new ArrayList<>();
      List<Percentiles> gold = new ArrayList<>();
      for (ExpectedAggregate aggregate : expected.aggregates()) {
        LakeTable table =
            new LakeTable(session, lake.gold(aggregate.name(), Lake.FIRST_GENERATION));
        List<Map<String, Object>> rows = rows(table.read());
        goldCounts.put(aggregate.name(), (long) rows.size());
        goldOk &= note(aggregate.compareGold(rows));
        gold.add(latencies().ofSilver(silverRows, CommitTimes.ofGold(table, silver)));
        if (aggregate.hot().isPresent()) {
          redisOk &= note(compareRedis(aggregate, rows));
          hot.add(latencies().ofHot(aggregate, silverRows, outcome.seen()));
        }
      }
      return new DemoReport(
          settings,
          outcome,
          expected.counts(),
          accounting,
          bronzeRows,
          silverCount,
          goldCounts,
          accountingOk,
          goldOk,
          redisOk,
          hot.isEmpty() ? Percentiles.of(new long[0]) : hot.get(0),
          latencies().ofAll(CommitTimes.of(bronze)),
          latencies().ofSilver(silverRows, CommitTimes.of(silver)),
          slowest(gold),
          List.copyOf(differences));
    }

    private Latencies latencies() {
      Duration third = settings.duration().dividedBy(3);
      Duration warmUp = third.compareTo(WARM_UP) < 0 ? third : WARM_UP;
      return new Latencies(truth, outcome.started().plus(warmUp));
    }

    private static Percentiles slowest(List<Percentiles> tables) {
      return tables.stream()
          .max(Comparator.comparingLong(Percentiles::p99))
          .orElse(Percentiles.of(new long[0]));
    }

    private Accounting accounting(LakeTable silver) {
      List<Accounting> parts = new ArrayList<>();
      silver.forEachCommit(
          0,
          commit ->
              commit
                  .metadata()
                  .filter(metadata -> metadata.has("accounting"))
                  .ifPresent(m -> parts.add(Accounting.fromJson(m.get("accounting")))));
      return parts.stream().reduce(Accounting.EMPTY, Accounting::plus);
    }

    private boolean everyCommitAddsUp(LakeTable silver) {
      int before = differences.size();
      silver.forEachCommit(
          0,
          commit ->
              commit
                  .metadata()
                  .filter(metadata -> metadata.has("accounting"))
                  .ifPresent(metadata -> checkCommit(commit.version(), commit.rows(), metadata)));
      return differences.size() == before;
    }

    private void checkCommit(long version, long rows, ObjectNode metadata) {
      Accounting part = Accounting.fromJson(metadata.get("accounting"));
      String where = "silver commit " + version;
      if (!part.addsUp()) {
        differences.add(new Difference(where, "accounting", "adds up", part.toString()));
      }
      compare(where, "bronze_rows", part.read(), metadata.path("bronze_rows").asLong());
      compare(
          where, "quarantine_rows", part.quarantined(), metadata.path("quarantine_rows").asLong());
      compare(where, "rows", part.good(), rows);
    }

    private boolean compareCounts(
        Accounting actual, long bronzeRows, long bronzeDistinct, long silverCount) {
      int before = differences.size();
      Counts counts = expected.counts();
      compare("bronze." + dataset, "rows", counts.sent(), bronzeRows);
      compare("bronze." + dataset, "distinct coordinates", counts.sent(), bronzeDistinct);
      compare("silver." + dataset, "rows", counts.good(), silverCount);
      compare("accounting", "read", counts.sent(), actual.read());
      compare("accounting", "good", counts.good(), actual.good());
      compare("accounting", "duplicate", counts.duplicate(), actual.duplicate());
      compare("accounting", "filtered", counts.filtered(), actual.filtered());
      compare("accounting", "late", counts.late(), actual.late());
      Map<String, Long> reasons = new TreeMap<>();
      actual.reasons().forEach((reason, count) -> reasons.put(reason.name(), count));
      if (!reasons.equals(counts.quarantinedByReason())) {
        differences.add(
            new Difference(
                "quarantine." + dataset,
                "reasons",
                counts.quarantinedByReason().toString(),
                reasons.toString()));
      }
      return differences.size() == before;
    }

    private void compare(String where, String column, long wanted, long found) {
      if (wanted != found) {
        differences.add(new Difference(where, column, Long.toString(wanted), Long.toString(found)));
      }
    }

    /** Redis beside the rows of the gold table itself, not beside the oracle's. */
    private List<Difference> compareRedis(
        ExpectedAggregate aggregate, List<Map<String, Object>> gold) {
      if (aggregate.rows().isEmpty()) {
        return List.of();
      }
      GoldRow shape = aggregate.rows().get(0);
      List<GoldRow> rows = gold.stream().map(row -> goldRow(row, shape)).toList();
      String template = aggregate.hot().orElseThrow().template();
      return new ExpectedAggregate(aggregate.name(), aggregate.hot(), rows)
          .compareHot(outcome.redisOf(template), outcome.redisAsOf());
    }

    private static GoldRow goldRow(Map<String, Object> row, GoldRow shape) {
      Map<String, String> group = new LinkedHashMap<>();
      for (String column : shape.group().keySet()) {
        Object value = row.get(column);
        group.put(column, value == null ? null : value.toString());
      }
      Map<String, Object> measures = new LinkedHashMap<>();
      shape.measures().keySet().forEach(measure -> measures.put(measure, row.get(measure)));
      return new GoldRow(
          instant(row.get("window_start")),
          instant(row.get("window_end")),
          group,
          measures,
          ((Number) row.get("late_rows")).longValue());
    }

    private static Instant instant(Object value) {
      return ((Timestamp) value).toInstant();
    }

    private boolean note(List<Difference> found) {
      differences.addAll(found);
      return found.isEmpty();
    }

    private static List<Map<String, Object>> rows(Dataset<Row> table) {
      String[] columns = table.columns();
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Row row : table.collectAsList()) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i++) {
          values.put(columns[i], row.get(i));
        }
        rows.add(values);
      }
      return rows;
    }
  }

  /** A hot key that a service might read, if there is one. */
  public Optional<String> exampleKey() {
    // Encoded characters are what hostile events brought: right, but no good first sight.
    return outcome.keys().stream()
        .filter(key -> !key.startsWith("sluice:") && !key.contains("%"))
        .max(Comparator.comparingLong(this::largestNumber));
  }

  private long largestNumber(String key) {
    return outcome.redis().get(key).values().stream()
        .filter(value -> value.matches("\\d{1,15}"))
        .mapToLong(Long::parseLong)
        .max()
        .orElse(0);
  }
}
