package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static dev.sluice.lanes.TestStack.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class LiveLaneTest {
  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;

  @Test
  void eventsReachEveryLayer() throws Exception {
    TestStack.createTopic("through", 2);
    AnalyzedDataset dataset = TestStack.dataset(directory.resolve("d"), "through", 0);
    PlatformDefinition platform = TestStack.platform(directory.resolve("lake"), LaneOption.LIVE);
    send("through", 0, event("a", "5.00", "DE"));
    send("through", 1, event("b", "7.00", "FR"));
    send("through", 0, event("a", "5.00", "DE"));
    send("through", 1, "{broken");

    try (Supervisor supervisor =
        Supervisor.start(session, platform, List.of(dataset), WriteObserver.NONE)) {
      Lake lake = new Lake(platform.lake());
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(rows(lake.silver("through", 1), "event_id")).hasSize(2));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(rows(lake.gold("through_sales", 1), "country", "orders", "revenue"))
                      .containsExactlyInAnyOrder("[DE,1,5.00]", "[FR,1,7.00]"));
      assertThat(rows(lake.bronze("through", 1), "offset")).hasSize(4);
      assertThat(rows(lake.quarantine("through", 1), "reason")).containsExactly("[MALFORMED]");
      try (Jedis redis = TestStack.redis()) {
        List<String> keys = List.copyOf(redis.keys("through:DE:*"));
        assertThat(keys).hasSize(1);
        Map<String, String> hash = redis.hgetAll(keys.get(0));
        assertThat(hash).containsEntry("orders", "1").containsEntry("revenue", "5.00");
        assertThat(redis.ttl(keys.get(0))).isPositive();
      }
    }
  }

  private List<String> rows(String path, String... columns) {
    LakeTable table = new LakeTable(session, path);
    return table.exists()
        ? table.read().selectExpr(columns).collectAsList().stream().map(Row::toString).toList()
        : List.of();
  }
}
