package dev.sluice.lanes;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.WriteObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand values that silver must refuse, one to one with values it must take. */
class PoisonTest {
  private static final int POISONED = 10_000;
  private static final int PARTITIONS = 3;

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: poison}
      source:
        kafka: {cluster: main, topics: [poison], maxValueBytes: %d}
      schema:
        format: json
        file: poison.schema.json
        eventId: event_id
        eventTime: {field: occurred_at, unit: millis}
      silver:
        rules:
          - {name: price_not_negative, expr: "price >= 0", onFail: quarantine}
        dedup: {key: [event_id], within: 30 minutes}
      """;

  private final Map<String, byte[]> sent = new HashMap<>();
  private final Map<String, String> refused = new HashMap<>();
  @TempDir Path directory;

  @Test
  void everyVerdictIsAsExpectedAndNothingStops() throws Exception {
    PlatformDefinition platform = TestStack.platform(directory.resolve("lake"), LaneOption.LIVE);
    LakeTables tables = new LakeTables(Path.of(platform.lake()), "poison");
    RunTexts texts = new RunTexts(SparkForTests.session());
    try (TestTopic topic = TestTopic.create("poison", PARTITIONS);
        RunTexts recording = texts.record();
        Supervisor supervisor =
            Supervisor.start(
                SparkForTests.session(),
                platform,
                List.of(dataset(platform)),
                WriteObserver.NONE)) {
      sendAll(topic);
      tables.awaitSilver(topic);
      assertThat(supervisor.status().lanes()).allMatch(lane -> lane.restarts() == 0);
      tables.assertComplete(topic);
    }

    assertThat(reasons(tables)).isEqualTo(refused);
    assertThat(tables.silver()).hasSize(POISONED).doesNotContainAnyElementsOf(refused.keySet());
    assertThat(bronze(tables))
        .hasSameSizeAs(sent)
        .allSatisfy((place, value) -> assertThat(value).isEqualTo(sent.get(place)));
    assertThat(texts.logs()).isNotEmpty().noneMatch(line -> line.contains(Poison.MARKER));
    assertThat(details(tables)).isNotEmpty().noneMatch(text -> text.contains(Poison.MARKER));
  }

  private void sendAll(TestTopic topic) {
    Random random = new Random(1);
    List<byte[]> values = new ArrayList<>();
    List<Optional<String>> verdicts = new ArrayList<>();
    for (int n = 0; n < POISONED; n++) {
      Poison poison = Poison.ALL.get(n % Poison.ALL.size());
      values.add(poison.value().apply(random, "bad" + n));
      verdicts.add(Optional.of(poison.reason().name()));
      values.add(Poison.event("good" + n).getBytes(StandardCharsets.UTF_8));
      verdicts.add(Optional.empty());
    }
    List<String> places = topic.sendAll(values, PARTITIONS);
    for (int n = 0; n < places.size(); n++) {
      String place = places.get(n);
      sent.put(place, values.get(n));
      verdicts.get(n).ifPresent(reason -> refused.put(place, reason));
    }
  }

  private AnalyzedDataset dataset(PlatformDefinition platform) throws IOException {
    Files.writeString(directory.resolve("poison.schema.json"), Poison.SCHEMA);
    Path file =
        Files.writeString(
            directory.resolve("poison.yaml"), DATASET.formatted(Poison.MAX_VALUE_BYTES));
    return Definitions.require(List.of(file), platform).get(0);
  }

  private static Map<String, String> reasons(LakeTables tables) {
    return tables
        .quarantineTable()
        .read()
        .selectExpr("partition", "offset", "reason")
        .collectAsList()
        .stream()
        .collect(toMap(PoisonTest::place, row -> row.getString(2)));
  }

  private static Map<String, byte[]> bronze(LakeTables tables) {
    Map<String, byte[]> values = new HashMap<>();
    for (Row row :
        tables.bronzeTable().read().select("partition", "offset", "value").collectAsList()) {
      values.put(place(row), row.getAs("value"));
    }
    return values;
  }

  private static String place(Row row) {
    return row.getInt(0) + ":" + row.getLong(1);
  }

  private static List<String> details(LakeTables tables) {
    return tables.quarantineTable().read().select("detail").collectAsList().stream()
        .map(row -> row.getString(0))
        .filter(Objects::nonNull)
        .toList();
  }
}
