package dev.sluice.common.definition;

import static dev.sluice.common.definition.BadFile.bad;
import static dev.sluice.common.definition.DefinitionFile.good;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.definition.DatasetDefinition.KafkaSource;
import dev.sluice.common.definition.DatasetDefinition.StartingOffsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SourceSectionTest {
  @TempDir Path folder;

  @Test
  void defaults() {
    assertThat(least().definition(folder).source())
        .isEqualTo(
            new KafkaSource(
                "main",
                List.of("shop.clicks"),
                StartingOffsets.EARLIEST,
                Arrival.BROKER,
                200_000,
                67_108_864,
                1_048_576));
  }

  @Test
  void everyKeySet() {
    assertThat(good().definition(folder).source())
        .isEqualTo(
            new KafkaSource(
                "main",
                List.of("shop.clicks"),
                StartingOffsets.LATEST,
                Arrival.INGEST,
                1000,
                1_048_576,
                1_048_576));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void badValues(DefinitionFile file, List<String> problems) {
    assertThat(file.problems(folder)).isEqualTo(problems);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        bad(
            "cluster unknown",
            least().with("cluster: main", "cluster: mian"),
            "7:14: Unknown cluster: source.kafka.cluster: mian (did you mean main?)"),
        bad(
            "no cluster, no topics",
            least().with("    cluster: main\n    topics: [shop.clicks]\n", "    arrival: record\n"),
            "7:5: Missing required key: source.kafka.cluster",
            "7:5: Missing required key: source.kafka.topics"),
        bad(
            "topics not a list",
            least().with("topics: [shop.clicks]", "topics: shop.clicks"),
            "8:13: Expected a list for source.kafka.topics, found the text shop.clicks"),
        bad(
            "no topic",
            least().with("topics: [shop.clicks]", "topics: []"),
            "8:13: Empty list: source.kafka.topics (name at least one, or leave the key out)"),
        bad(
            "a topic twice",
            least().with("topics: [shop.clicks]", "topics: [a, b, a]"),
            "8:20: Named twice: a"),
        bad(
            "a topic Kafka refuses",
            least().with("topics: [shop.clicks]", "topics: ['shop clicks', ..]"),
            "8:14: Invalid value for source.kafka.topics[0]: shop clicks (Kafka allows letters,"
                + " digits, dots, _ and -, at most 249)",
            "8:29: Invalid value for source.kafka.topics[1]: .. (Kafka allows letters, digits,"
                + " dots, _ and -, at most 249)"),
        bad(
            "topicPattern",
            least().with("topics: [shop.clicks]", "topicPattern: shop.*"),
            "8:5: not supported yet: topicPattern"),
        bad(
            "landing files",
            least()
                .with(
                    "  kafka:\n    cluster: main\n    topics: [shop.clicks]\n",
                    "  files: {path: /landing}\n"),
            "6:3: not supported yet: landing files"),
        bad(
            "startingOffsets",
            good().with("startingOffsets: latest", "startingOffsets: lates"),
            "11:22: Invalid value for source.kafka.startingOffsets: lates (did you mean latest?)"),
        bad(
            "arrival",
            good().with("arrival: ingest", "arrival: yesterday"),
            "12:14: Invalid value for source.kafka.arrival: yesterday (known: broker, ingest,"
                + " record)"),
        bad(
            "maxRecordsPerBatch in words",
            good().with("maxRecordsPerBatch: 1000", "maxRecordsPerBatch: many"),
            "13:25: Expected a whole number for source.kafka.maxRecordsPerBatch, found the text"
                + " many"),
        bad(
            "maxRecordsPerBatch with underscores",
            good().with("maxRecordsPerBatch: 1000", "maxRecordsPerBatch: 1_000"),
            "13:25: Expected a whole number for source.kafka.maxRecordsPerBatch, found the text"
                + " 1_000"),
        bad(
            "maxRecordsPerBatch zero",
            good().with("maxRecordsPerBatch: 1000", "maxRecordsPerBatch: 0"),
            "13:25: Invalid value for source.kafka.maxRecordsPerBatch: 0 (a whole number from 1,"
                + " written in digits)"),
        bad(
            "maxRecordsPerBatch negative",
            good().with("maxRecordsPerBatch: 1000", "maxRecordsPerBatch: -5"),
            "13:25: Invalid value for source.kafka.maxRecordsPerBatch: -5 (a whole number from 1,"
                + " written in digits)"),
        bad(
            "maxBytesPerBatch",
            good().with("maxBytesPerBatch: 1 MiB", "maxBytesPerBatch: 1 MiBs"),
            "14:23: Invalid value for source.kafka.maxBytesPerBatch: 1 MiBs (write a number and a"
                + " unit, such as 64 MiB)"),
        bad(
            "maxBytesPerBatch zero",
            good().with("maxBytesPerBatch: 1 MiB", "maxBytesPerBatch: 0 MiB"),
            "14:23: Invalid value for source.kafka.maxBytesPerBatch: 0 MiB (write a number and a"
                + " unit, such as 64 MiB)"));
  }

  @Test
  void bytesMayBeAPlainNumber() {
    assertThat(
            good()
                .with("maxBytesPerBatch: 1 MiB", "maxBytesPerBatch: 5000")
                .definition(folder)
                .source()
                .maxBytesPerBatch())
        .isEqualTo(5000);
  }

  @Test
  void theLargestValueIsConfigurable() {
    assertThat(
            good()
                .with("maxBytesPerBatch: 1 MiB", "maxValueBytes: 4 MiB")
                .definition(folder)
                .source()
                .maxValueBytes())
        .isEqualTo(4 << 20);
  }
}
