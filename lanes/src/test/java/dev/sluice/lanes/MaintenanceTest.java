package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.WriteObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables are kept fit, and nobody notices but by their files. */
class MaintenanceTest {
  private static final boolean OPTIMIZE = true;
  private static final boolean CHECKPOINT = true;
  private static final boolean AUDIT = true;
  private static final Configuration HADOOP = Sessions.hadoop();

  @TempDir Path directory;

  @Test
  void noRowChangesAndTheLaneGoesOnWhereItWas() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "kept");
    LakeTables tables = dataset.tables();
    try (TestTopic topic = TestTopic.create("kept", 2)) {
      try (RunningLane lane = dataset.startLive(1)) {
        waves(dataset, topic, "a", 3);
      }
      dataset.advanceGold(WriteObserver.NONE);
      Map<String, List<String>> before = tables.everything();
      Reached reached = Reached.of(tables.silverTable());

      for (Map.Entry<String, LakeTable> one : dataset.context().tables().entrySet()) {
        LakeTable table = one.getValue();
        JsonNode done = maintain(dataset, one.getKey(), OPTIMIZE, CHECKPOINT, -1);
        assertThat(done.get("checkpoint_version").asLong()).isEqualTo(table.version());
        assertThat(table.read().inputFiles().length).as(table.path()).isLessThanOrEqualTo(2);
        assertThat(newestCommit(table).metadata()).as("says how far it reaches").isPresent();
      }
      assertThat(tables.everything()).isEqualTo(before);
      assertThat(Reached.of(tables.silverTable())).isEqualTo(reached);
      assertThat(maintain(dataset, "silver.kept", OPTIMIZE, false, -1).get("optimize").toString())
          .isEqualTo("{\"files_removed\":0,\"files_added\":0}");

      try (RunningLane lane = dataset.startLive(2)) {
        waves(dataset, topic, "b", 1);
        topic.send(0, event("a0", "1.00", "DE"));
        tables.awaitSilver(topic);
      }
      dataset.advanceGold(WriteObserver.NONE);
      tables.assertComplete(topic);
      tables.assertGold();
      assertThat(tables.accounting().duplicate()).isOne();

      maintain(dataset, "bronze.kept", OPTIMIZE, false, -1);
      ReplayReport again =
          dataset.replay(1, WriteObserver.NONE).replay(Optional.of(dataset.file(0, "again")));
      assertThat(again.isEqual()).as(String.join("\n", again.lines())).isTrue();
    }
  }

  @Test
  void aDriverDoesItBesideItsLanes() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "upkept");
    LakeTables tables = dataset.tables();
    try (TestTopic topic = TestTopic.create("upkept", 2)) {
      try (Supervisor supervisor = dataset.supervise()) {
        waves(dataset, topic, "a", 3);
        List<String> maintained = new ArrayList<>();
        for (String table :
            List.of(
                "bronze.upkept",
                "silver.upkept",
                "quarantine.upkept",
                "gold.upkept_sales",
                "gold.upkept_hourly")) {
          topic.send(0, event("before " + table, "1.00", "DE"));
          topic.send(1, event("bad " + table, "-1.00", "DE"));
          JsonNode done =
              dataset.byTheDriver(new Request.Maintain(table, OPTIMIZE, CHECKPOINT, -1, AUDIT));
          maintained.add(done.get("table").asText() + " " + done.get("optimize").size());
          assertThat(done.has("audit")).isEqualTo(table.startsWith("silver."));
          assertThat(done.path("audit").path("violations").asLong()).isZero();
        }
        assertThat(maintained).hasSize(5).contains("silver.upkept 2");
        waves(dataset, topic, "z", 1);
        tables.awaitGold();
        assertThat(supervisor.status().lanes())
            .extracting(LaneStatus::restarts, LaneStatus::accountingMismatches)
            .containsOnly(org.assertj.core.api.Assertions.tuple(0, 0L));
      }
      tables.assertComplete(topic);
      tables.assertGold();
      // The next driver reads from the commits where to go on.
      try (Supervisor next = dataset.supervise()) {
        waves(dataset, topic, "next", 1);
      }
      tables.assertComplete(topic);
      tables.assertGold();
    }
  }

  @Test
  void aVacuumLeavesWhatGoldHasNotConsumed() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "swept");
    LakeTables tables = dataset.tables();
    new DefinitionKeeper(
            dataset.platform(), SparkForTests.session().sparkContext().hadoopConfiguration())
        .keep(dataset.definition());
    try (TestTopic topic = TestTopic.create("swept", 2)) {
      try (RunningLane lane = dataset.startLive(1)) {
        waves(dataset, topic, "a", 3);
      }
      assertThat(optimizeAndVacuum(dataset)).as("gold has consumed nothing").isZero();
      dataset.advanceGold(WriteObserver.NONE);
      tables.assertGold();
      assertThat(optimizeAndVacuum(dataset)).isGreaterThanOrEqualTo(3);
      assertThat(parquetFiles(tables.silverTable()))
          .hasSize(tables.silverTable().read().inputFiles().length);

      try (RunningLane lane = dataset.startLive(2)) {
        waves(dataset, topic, "b", 2);
      }
      optimizeAndVacuum(dataset);
      dataset.advanceGold(WriteObserver.NONE);
      tables.assertGold();
      tables.assertComplete(topic);

      try (Lease replay =
          Leases.of(new Lake(dataset.platform().lake()), Sessions.hadoop()).replay("other")) {
        assertThatThrownBy(() -> optimizeAndVacuum(dataset))
            .isInstanceOf(SluiceException.class)
            .hasMessageContaining("a replay of other runs");
      }
    }
  }

  @Test
  void anAuditStaysRedUntilWhatItFoundIsGone() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "audited");
    DefinitionKeeper keeper = new DefinitionKeeper(dataset.platform(), HADOOP);
    LakeTable silver = dataset.tables().silverTable();
    keeper.keep(dataset.definition());
    try (TestTopic topic = TestTopic.create("audited", 2)) {
      try (RunningLane lane = dataset.startLive(1)) {
        waves(dataset, topic, "a", 2);
      }
    }
    JsonNode unique = audit(dataset);
    assertThat(unique.get("violations").asLong()).isZero();
    assertThat(unique.get("keys").asLong()).isEqualTo(silver.read().count());

    Dataset<Row> planted = silver.read().where("event_id = 'a0'").withColumn("_offset", lit(4711L));
    silver.appendBeside(planted);
    assertThat(audit(dataset).get("violations").asLong()).isOne();
    JsonNode found = audit(dataset);
    assertThat(found.get("violations").asLong()).isOne();
    assertThat(found.get("examples").toString())
        .isEqualTo("[{\"first\":\"audited/0/0\",\"again\":\"audited/0/4711\"}]");
    assertThat(new AuditNotes(lake(dataset), HADOOP).last("audited", 1))
        .hasValueSatisfying(last -> assertThat(last.violations()).isOne());
    silver.delete(col("_offset").equalTo(4711L), Reached.of(silver).toJson());
    assertThat(audit(dataset).get("violations").asLong()).isZero();

    silver.appendBeside(planted);
    assertThat(audit(dataset).get("violations").asLong()).isOne();
    keepWithin(dataset, "1 second");
    keeper.keep(dataset.definition());
    assertThat(audit(dataset).get("violations").asLong())
        .as("of rows that were judged by another dedup")
        .isZero();
  }

  /** As if the dataset had run with another bound until now. */
  private static void keepWithin(TestDataset dataset, String bound) {
    ControlFiles files = new ControlFiles(lake(dataset), HADOOP);
    String name = "definitions/audited/g1.json";
    String kept = new String(files.read(name).orElseThrow(), UTF_8);
    files.write(name, kept.replace("within: 30 minutes", "within: " + bound).getBytes(UTF_8));
  }

  private static Lake lake(TestDataset dataset) {
    return new Lake(dataset.platform().lake());
  }

  private static JsonNode audit(TestDataset dataset) throws InterruptedException {
    return dataset
        .requests(Maintenance.withoutLanes(SparkForTests.session(), dataset.platform()))
        .execute(new Request.Maintain("silver.audited", false, false, -1, AUDIT))
        .get("audit");
  }

  /** Files of silver that went. */
  private static long optimizeAndVacuum(TestDataset dataset) throws InterruptedException {
    return maintain(dataset, "silver.swept", OPTIMIZE, false, 0)
        .get("vacuum")
        .get("files_deleted")
        .asLong();
  }

  /** Events in so many flushes at least. */
  private static void waves(TestDataset dataset, TestTopic topic, String prefix, int waves) {
    for (int wave = 0; wave < waves; wave++) {
      topic.send(wave % 2, event(prefix + wave, "1.00", wave % 2 == 0 ? "DE" : "FR"));
      topic.send(0, event(prefix + "cheap" + wave, "-1.00", "DE"));
      dataset.tables().awaitSilver(topic);
    }
  }

  private static JsonNode maintain(
      TestDataset dataset, String table, boolean optimize, boolean checkpoint, long vacuumSeconds)
      throws InterruptedException {
    return dataset
        .requests(Maintenance.withoutLanes(SparkForTests.session(), dataset.platform()))
        .execute(new Request.Maintain(table, optimize, checkpoint, vacuumSeconds, false));
  }

  private static CommitEntry newestCommit(LakeTable table) {
    return table.entry(table.version()).orElseThrow();
  }

  private static List<Path> parquetFiles(LakeTable table) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(table.path()))) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !file.toString().contains("_delta_log"))
          .toList();
    }
  }
}
