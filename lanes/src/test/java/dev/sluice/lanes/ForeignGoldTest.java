package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else changes rows of a gold table under a driver. */
class ForeignGoldTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void theTableWaitsUntilThatIsTakenBackAndTheOthersGoOn() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "foreign_gold");
    LakeTables tables = dataset.tables();
    LakeTable sales = tables.goldTable("sales");
    try (TestTopic topic = TestTopic.create("foreign_gold", 1);
        Supervisor supervisor = dataset.supervise()) {
      topic.send(0, event("a", "1.00", "DE"));
      tables.awaitSilver(topic);
      tables.awaitGold();
      long before = sales.version();
      DeltaTable.forPath(SparkForTests.session(), sales.path()).updateExpr(Map.of("orders", "7"));
      topic.send(0, event("b", "1.00", "FR"));
      tables.awaitSilver(topic);

      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(supervisor.status().warnings())
                      .singleElement()
                      .asString()
                      .contains("SL-4052", "foreign_gold_sales", "(UPDATE)"));
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(tables.gold("hourly")).isEqualTo(tables.goldFromSilver("1 hour")));
      ReplayReport report =
          dataset.replay(10, WriteObserver.NONE).replay(Optional.of(dataset.file(0, "again")));
      assertThat(report.lines())
          .anyMatch(line -> line.matches("gold.foreign_gold_sales .* not sound in force"))
          .noneMatch(line -> line.matches("gold.foreign_gold_hourly .* in force"));

      DeltaTable.forPath(SparkForTests.session(), sales.path()).restoreToVersion(before);
      tables.awaitGold();
      await().atMost(LIMIT).until(() -> supervisor.status().warnings().isEmpty());
      topic.send(0, event("c", "1.00", "FR"));
      tables.awaitSilver(topic);
      tables.awaitGold();
    }
    tables.assertGold();
  }
}
