package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.definition.DatasetDefinition.KafkaSource;
import dev.sluice.common.definition.DatasetDefinition.StartingOffsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code source}. */
final class SourceSection {
  /** What Kafka allows; also the pattern of the published JSON Schema. */
  static final String TOPIC = "^(?![.]{1,2}$)[a-zA-Z0-9._-]{1,249}$";

  static final long DEFAULT_MAX_RECORDS = 200_000;
  static final long DEFAULT_MAX_BYTES = 64L << 20;
  static final long DEFAULT_MAX_VALUE_BYTES = 1L << 20;

  private static final Pattern TOPIC_PATTERN = Pattern.compile(TOPIC);

  private static final Map<String, StartingOffsets> STARTING_OFFSETS =
      Map.of("earliest", StartingOffsets.EARLIEST, "latest", StartingOffsets.LATEST);

  private static final Map<String, Arrival> ARRIVALS =
      Map.of("broker", Arrival.BROKER, "ingest", Arrival.INGEST, "record", Arrival.RECORD);

  private SourceSection() {}

  static KafkaSource read(Optional<YamlNode> node) {
    YamlObject source = YamlObject.of(node, DatasetKeys.SOURCE);
    YamlObject kafka = YamlObject.of(source.get("kafka"), DatasetKeys.KAFKA);
    return new KafkaSource(
        kafka.text("cluster").orElse(DefinitionReader.Draft.UNREADABLE),
        kafka.get("topics").map(SourceSection::topics).orElse(List.of()),
        kafka
            .get("startingOffsets")
            .flatMap(offsets -> offsets.oneOf(STARTING_OFFSETS))
            .orElse(StartingOffsets.EARLIEST),
        kafka.get("arrival").flatMap(arrival -> arrival.oneOf(ARRIVALS)).orElse(Arrival.BROKER),
        kafka.get("maxRecordsPerBatch").flatMap(YamlNode::count).orElse(DEFAULT_MAX_RECORDS),
        kafka.get("maxBytesPerBatch").flatMap(YamlNode::bytes).orElse(DEFAULT_MAX_BYTES),
        kafka.get("maxValueBytes").flatMap(YamlNode::bytes).orElse(DEFAULT_MAX_VALUE_BYTES));
  }

  private static List<String> topics(YamlNode node) {
    return node.texts(
        topic -> TOPIC_PATTERN.matcher(topic).matches(),
        "Kafka allows letters, digits, dots, _ and -, at most 249");
  }
}
