package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.lanes.ReplayComparison.VerdictChange;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History again: equal to the original, or different in exactly what a changed rule changes. */
class ReplayTest {
  @TempDir Path directory;

  @Test
  void aReplayEqualsTheOriginalHoweverItIsSlicedAndInterrupted() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "again", ", maxRecordsPerBatch: 10");
    try (TestTopic topic = TestTopic.create("again", 2)) {
      live(dataset, topic, 1);
      live(dataset, topic, 2);
      dataset.advanceGold(WriteObserver.NONE);

      ReplayReport single =
          dataset.replay(1, WriteObserver.NONE).replay(Optional.of(dataset.file(0, "single")));
      assertEqual(dataset, single, 2, topic.sent().size());

      compactBronze(dataset);
      Killer killer = new Killer();
      Path twice = dataset.file(0, "killed twice");
      for (String write : List.of("quarantine", "gold.again_sales")) {
        killer.aimAt(write);
        assertThatThrownBy(() -> dataset.replay(3, killer).replay(Optional.of(twice)))
            .hasMessageContaining("died after " + write);
      }
      ReplayReport killed = dataset.replay(100, killer).replay(Optional.of(twice));
      assertEqual(dataset, killed, 3, -1);

      ReplayReport wide = dataset.replay(100, killer).replay(Optional.of(dataset.file(0, "wide")));
      assertEqual(dataset, wide, 4, topic.sent().size());
      assertThat(dataset.tables(4).accounting().addsUp()).isTrue();
      assertThat(dataset.tables(4).accounting()).isEqualTo(dataset.tables().accounting());
    }
  }

  /** Rows of all kinds, the second time with duplicates of the first, over several flushes. */
  private static void live(TestDataset dataset, TestTopic topic, long epoch) throws Exception {
    long now = System.currentTimeMillis();
    try (RunningLane lane = dataset.startLive(epoch)) {
      for (int n = 0; n < 12; n++) {
        topic.send(n % 2, event("e" + n, (n - 2) + ".50", n % 3 == 0 ? "DE" : "FR", now));
        topic.send(n % 2, event("late" + epoch + n, "1.00", "DE", now - 660_000L - 1_000 * n));
      }
      topic.send(0, event("e5", "77.00", "IT", now));
      topic.send(1, event("future" + epoch, "4.00", "DE", now + Duration.ofHours(1).toMillis()));
      topic.send(1, "{broken");
      topic.send(0, null);
      dataset.tables().awaitSilver(topic);
    }
  }

  private static void assertEqual(
      TestDataset dataset, ReplayReport report, int generation, long bronzeRows) {
    assertThat(report.generation()).isEqualTo(generation);
    assertThat(report.lines()).isNotEmpty();
    assertThat(report.isEqual()).as(String.join("\n", report.lines())).isTrue();
    assertThat(report.onlyOld() + report.onlyNew() + report.changedCells()).isZero();
    if (bronzeRows >= 0) {
      assertThat(report.bronzeRows()).isEqualTo(bronzeRows);
    }
    assertThat(dataset.tables(generation).everything()).isEqualTo(dataset.tables().everything());
    assertThat(dataset.generations().inForce("again").number()).isEqualTo(1);
  }

  private static void compactBronze(TestDataset dataset) {
    String path = new Lake(dataset.platform().lake()).bronze("again", 1);
    DeltaTable.forPath(SparkForTests.session(), path).optimize().executeCompaction();
  }

  @Test
  void aChangedRuleListsExactlyTheRowsThatChangedVerdict() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "rule");
    try (TestTopic topic = TestTopic.create("rule", 1)) {
      try (RunningLane lane = dataset.startLive(1)) {
        topic.send(0, event("cheap", "3.00", "DE"));
        topic.send(0, event("dear", "9.00", "DE"));
        topic.send(0, event("negative", "-1.00", "DE"));
        topic.send(0, event("twice", "3.00", "FR"));
        topic.send(0, event("twice", "5.00", "FR"));
        dataset.tables().awaitSilver(topic);
      }
      dataset.advanceGold(WriteObserver.NONE);

      ReplayReport report =
          dataset.replay(1, WriteObserver.NONE).replay(Optional.of(dataset.file(4, "strict")));

      assertThat(report.comparison().verdicts())
          .containsExactly(
              new VerdictChange("silver", "quarantine: RULE_FAILED price_not_negative", 2),
              new VerdictChange("dropped", "silver", 1));
      assertThat(report.comparison().verdictSamples())
          .extracting(sample -> sample.key().get("_offset"))
          .containsExactly("0", "3", "4");
      assertThat(report.onlyOld()).as("silver 2, gold none").isEqualTo(2);
      assertThat(report.onlyNew()).as("the second of the twins").isEqualTo(1);
      assertThat(report.comparison().tables())
          .extracting(ReplayComparison.Table::table)
          .containsExactly("silver.rule", "gold.rule_sales", "gold.rule_hourly");
      assertThat(report.comparison().tables().get(1).counts().changedCells())
          .containsEntry("orders", 1L)
          .containsEntry("revenue", 2L);

      ReplayReport again =
          dataset.replay(1, WriteObserver.NONE).replay(Optional.of(dataset.file(4, "strict")));
      assertThat(again.generation()).as("gone on with").isEqualTo(2);
      assertThat(again.bronzeRows()).isZero();
      assertThat(again.comparison()).isEqualTo(report.comparison());
    }
  }

  @Test
  void rowsOlderThanBronzeAreCarriedOver() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "carried", ", maxRecordsPerBatch: 1");
    try (TestTopic topic = TestTopic.create("carried", 1)) {
      try (RunningLane lane = dataset.startLive(1)) {
        topic.send(0, event("old", "3.00", "DE"));
        topic.send(0, event("bad", "-3.00", "DE"));
        topic.send(0, event("new", "3.00", "FR"));
        topic.send(0, event("old", "3.00", "DE"));
        dataset.tables().awaitSilver(topic);
      }
      dataset.advanceGold(WriteObserver.NONE);
      String bronze = new Lake(dataset.platform().lake()).bronze("carried", 1);
      DeltaTable.forPath(SparkForTests.session(), bronze).delete("offset < 2");

      Killer killer = new Killer();
      killer.aimAt("silver");
      Path strict = dataset.file(4, "strict");
      assertThatThrownBy(() -> dataset.replay(1, killer).replay(Optional.of(strict)))
          .hasMessageContaining("died after silver");
      ReplayReport report = dataset.replay(1, killer).replay(Optional.of(strict));

      LakeTables tables = dataset.tables(2);
      assertThat(tables.silver()).as("judged by the old rule").containsExactly("0:0");
      assertThat(tables.quarantine()).containsExactly("0:1", "0:2", "0:3");
      assertThat(tables.gold("sales")).isEqualTo(tables.goldFromSilver("1 minute")).hasSize(1);
      assertThat(report.lostGoldRows()).isZero();

      Path lenient = dataset.file(0, "same");
      ReplayReport same = dataset.replay(1, killer).replay(Optional.of(lenient));
      assertThat(same.isEqual()).as(String.join("\n", same.lines())).isTrue();
      assertThat(same.carriedOver()).isEqualTo(1);
    }
  }

  @Test
  void twoReplaysOfADatasetDoNotMeet() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "alone");
    try (Lease other =
        Leases.of(new Lake(dataset.platform().lake()), Sessions.hadoop()).replay("alone")) {
      assertThatThrownBy(() -> dataset.replay(1, WriteObserver.NONE).replay(Optional.empty()))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("another replay of it runs");
    }
    assertThatThrownBy(() -> dataset.replay(1, WriteObserver.NONE).replay(Optional.empty()))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("does not say with which definition");
    assertThatThrownBy(() -> dataset.replay(1, WriteObserver.NONE).prepareRollback())
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("no other generation");
  }
}
