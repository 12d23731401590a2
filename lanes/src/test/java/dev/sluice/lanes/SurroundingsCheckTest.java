package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsCheckTest {
  @TempDir Path directory;

  @Test
  void producersClocksTakenForTheBrokersAreWarnedOfInTheStatus() throws Exception {
    TestStack.broker().createTopic("producers", 1, Map.of("message.timestamp.type", "CreateTime"));
    try (Supervisor supervisor = TestDataset.of(directory, "producers").supervise()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(supervisor.status().warnings())
                      .singleElement()
                      .asString()
                      .startsWith(
                          "Dataset producers has arrival: broker, but topic producers has"
                              + " message.timestamp.type=CreateTime"));
    }
  }

  @Test
  void aDatasetThatMeansThemIsNot() {
    TestStack.broker().createTopic("meant", 1, Map.of("message.timestamp.type", "CreateTime"));
    assertThat(warnings(TestDataset.of(directory, "meant", ", arrival: record"))).isEmpty();
  }

  @Test
  void aTopicStampedByTheBrokerIsWellAndSoAreHotAggregatesWithRedis() {
    TestStack.createTopic("stamped", 1);
    assertThat(warnings(TestDataset.of(directory, "stamped"))).isEmpty();
  }

  @Test
  void hotAggregatesWithoutRedisAreWarnedOf() {
    TestStack.createTopic("cold", 1);
    TestDataset dataset =
        TestDataset.of(directory, "cold")
            .on(
                TestStack.platform(
                    directory.resolve("lake"),
                    LaneOption.LIVE,
                    TestStack.broker(),
                    Optional.empty()));
    assertThat(warnings(dataset))
        .containsExactly(
            "Dataset cold keeps aggregate cold_sales hot, but the platform file names no redis: it"
                + " is in gold only");
  }

  private static List<String> warnings(TestDataset dataset) {
    DatasetContext context = dataset.context();
    try (KafkaFeed feed = KafkaFeed.open(context, 1)) {
      return context.meters().warnings();
    }
  }
}
