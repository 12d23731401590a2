package dev.sluice.emr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.examples.expected.Counts;
import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.ExpectedAggregate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables that a submitted driver writes, read by another Spark. */
final class SubmittedLake {
  private static final String DATASET = "clickstream";

  private final SparkSession session = SparkForTests.session();
  private final Lake lake;

  SubmittedLake(String root) {
    this.lake = new Lake(root);
  }

  String root() {
    return lake.root();
  }

  /** A place that is Sluice's beside the tables. */
  String control(String name) {
    return lake.control(name);
  }

  /** Rows whose verdicts are in the tables. */
  long judged() {
    return accounting().read();
  }

  /** Every table is what the oracle says of what was sent. */
  void assertIs(Expected expected) {
    Counts counts = expected.counts();
    Dataset<Row> bronze = table(lake.bronze(DATASET, 1)).read();
    assertThat(bronze.count()).isEqualTo(counts.sent());
    assertThat(bronze.select("topic", "partition", "offset").distinct().count())
        .isEqualTo(counts.sent());
    assertThat(silver().read().count()).isEqualTo(counts.good());
    assertThat(table(lake.quarantine(DATASET, 1)).read().count()).isEqualTo(counts.quarantined());
    assertAccounting(counts);
    for (ExpectedAggregate aggregate : expected.aggregates()) {
      assertThat(aggregate.compareGold(rows(table(lake.gold(aggregate.name(), 1)).read())))
          .as(aggregate.name())
          .isEmpty();
    }
  }

  private void assertAccounting(Counts counts) {
    Accounting accounting = accounting();
    assertThat(accounting.addsUp()).isTrue();
    assertThat(accounting.read()).isEqualTo(counts.sent());
    assertThat(accounting.good()).isEqualTo(counts.good());
    assertThat(accounting.duplicate()).isEqualTo(counts.duplicate());
    assertThat(accounting.filtered()).isEqualTo(counts.filtered());
    assertThat(accounting.late()).isEqualTo(counts.late());
    Map<String, Long> reasons = new TreeMap<>();
    accounting.reasons().forEach((reason, count) -> reasons.put(reason.name(), count));
    assertThat(reasons).isEqualTo(counts.quarantinedByReason());
  }

  /** The counts of all silver commits together. */
  private Accounting accounting() {
    LakeTable silver = silver();
    List<Accounting> all = new ArrayList<>();
    if (silver.exists()) {
      silver.forEachCommit(
          0,
          commit ->
              commit
                  .metadata()
                  .filter(metadata -> metadata.has("accounting"))
                  .ifPresent(metadata -> all.add(Accounting.fromJson(metadata.get("accounting")))));
    }
    return all.stream().reduce(Accounting.EMPTY, Accounting::plus);
  }

  private LakeTable silver() {
    return table(lake.silver(DATASET, 1));
  }

  private LakeTable table(String path) {
    return new LakeTable(session, path);
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
