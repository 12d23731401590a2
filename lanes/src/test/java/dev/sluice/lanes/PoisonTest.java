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

/** Of each format ten thousand values that silver must refuse, one to one with good ones. */
class PoisonTest {
  private static final int POISONED = 10_000;
  private static final int PARTITIONS = 3;

  private final List<Poisoned> datasets =
      List.of(
          JsonPoison.dataset("poison"),
          AvroPoison.dataset("poison_avro"),
          ProtobufPoison.dataset("poison_protobuf"));

  @TempDir Path directory;

  /** What one dataset was sent, by its coordinates, and the reasons of what must be refused. */
  private record Sent(Map<String, byte[]> values, Map<String, String> refused) {}

  @Test
  void everyVerdictIsAsExpectedAndNothingStops() throws Exception {
    PlatformDefinition platform =
        TestRegistry.on(TestStack.platform(directory.resolve("lake"), LaneOption.LIVE));
    RunTexts texts = new RunTexts(SparkForTests.session());
    List<TestTopic> topics =
        datasets.stream().map(dataset -> TestTopic.create(dataset.name(), PARTITIONS)).toList();
    List<Sent> sent = new ArrayList<>();
    try (RunTexts recording = texts.record();
        Supervisor supervisor =
            Supervisor.start(
                SparkForTests.session(), platform, definitions(platform), WriteObserver.NONE)) {
      for (int n = 0; n < topics.size(); n++) {
        sent.add(send(datasets.get(n), topics.get(n)));
      }
      for (int n = 0; n < topics.size(); n++) {
        tables(n).awaitSilver(topics.get(n));
      }
      assertThat(supervisor.status().lanes()).allMatch(lane -> lane.restarts() == 0);
    }
    for (int n = 0; n < topics.size(); n++) {
      tables(n).assertComplete(topics.get(n));
      topics.get(n).close();
      assertVerdicts(tables(n), sent.get(n));
    }
    assertThat(texts.logs()).isNotEmpty().noneMatch(line -> line.contains(Poison.MARKER));
  }

  private static void assertVerdicts(LakeTables tables, Sent sent) {
    assertThat(reasons(tables)).isEqualTo(sent.refused());
    assertThat(tables.silver())
        .hasSize(POISONED)
        .doesNotContainAnyElementsOf(sent.refused().keySet());
    assertThat(bronze(tables))
        .hasSameSizeAs(sent.values())
        .allSatisfy((place, value) -> assertThat(value).isEqualTo(sent.values().get(place)));
    assertThat(details(tables)).isNotEmpty().noneMatch(text -> text.contains(Poison.MARKER));
  }

  private LakeTables tables(int dataset) {
    return new LakeTables(directory.resolve("lake"), datasets.get(dataset).name());
  }

  private static Sent send(Poisoned dataset, TestTopic topic) {
    Random random = new Random(1);
    List<byte[]> values = new ArrayList<>();
    List<Optional<String>> verdicts = new ArrayList<>();
    for (int n = 0; n < POISONED; n++) {
      Poison poison = dataset.poisons().get(n % dataset.poisons().size());
      values.add(poison.value().apply(random, "bad" + n));
      verdicts.add(Optional.of(poison.reason().name()));
      values.add(dataset.good().apply("good" + n));
      verdicts.add(Optional.empty());
    }
    Sent sent = new Sent(new HashMap<>(), new HashMap<>());
    List<String> places = topic.sendAll(values, PARTITIONS);
    for (int n = 0; n < places.size(); n++) {
      String place = places.get(n);
      sent.values().put(place, values.get(n));
      verdicts.get(n).ifPresent(reason -> sent.refused().put(place, reason));
    }
    return sent;
  }

  private List<AnalyzedDataset> definitions(PlatformDefinition platform) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Poisoned dataset : datasets) {
      Files.write(directory.resolve(dataset.schemaFile()), dataset.schema());
      files.add(Files.writeString(directory.resolve(dataset.name() + ".yaml"), dataset.dataset()));
    }
    return Definitions.require(files, platform);
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
