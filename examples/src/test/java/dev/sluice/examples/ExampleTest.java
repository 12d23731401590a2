package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.expected.ExpectedAggregate;
import dev.sluice.examples.expected.GoldRow;
import dev.sluice.examples.expected.HotKeys;
import dev.sluice.examples.expected.SilverRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the oracles say in Java has the names that the dataset files have. */
class ExampleTest {
  private static final Path HOME = Path.of(System.getProperty("sluice.home"));

  @TempDir Path folder;

  static List<Example> examples() {
    return Example.all(HOME);
  }

  @Test
  void examplesAreFoundByName() {
    assertThat(Example.named("clickstream", HOME)).containsInstanceOf(ClickstreamExample.class);
    assertThat(Example.named("flights", HOME)).containsInstanceOf(FlightsExample.class);
    assertThat(Example.named("nothing", HOME)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theDatasetReadsTheTopicsTheGeneratorWrites(Example example) throws IOException {
    Map<?, ?> dataset = yaml(example.datasetFile());
    assertThat(at(dataset, "metadata", "name")).isEqualTo(example.name());
    assertThat(at(dataset, "source", "kafka", "topics"))
        .isEqualTo(example.topics().stream().map(TopicSettings::name).toList());
    Object schema = at(dataset, "schema", "file");
    assertThat(example.datasetFile().resolveSibling(schema.toString())).isRegularFile();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theOracleHasTheAggregatesOfTheDataset(Example example) throws IOException {
    List<?> aggregates = (List<?>) at(yaml(example.datasetFile()), "gold", "aggregates");
    List<ExpectedAggregate> expected = example.expected(oneGoodEvent(example)).aggregates();
    assertThat(expected).hasSameSizeAs(aggregates);
    for (int i = 0; i < expected.size(); i++) {
      Map<?, ?> aggregate = (Map<?, ?>) aggregates.get(i);
      GoldRow row = expected.get(i).rows().get(0);
      assertThat(expected.get(i).name()).isEqualTo(aggregate.get("name"));
      assertThat(new ArrayList<>(row.group().keySet())).isEqualTo(aggregate.get("groupBy"));
      assertThat(new ArrayList<>(row.measures().keySet()))
          .isEqualTo(new ArrayList<>(((Map<?, ?>) aggregate.get("measures")).keySet()));
      assertThat(words(Duration.between(row.windowStart(), row.windowEnd())))
          .isEqualTo(at(aggregate, "window", "tumbling"));
      assertThat(expected.get(i).hot().map(HotKeys::template))
          .isEqualTo(Optional.ofNullable(aggregate.get("hot")).map(hot -> at(hot, "key")));
      assertThat(expected.get(i).hot().map(HotKeys::ttl).map(ExampleTest::words))
          .isEqualTo(Optional.ofNullable(aggregate.get("hot")).map(hot -> at(hot, "ttl")));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void silverHasTheFieldsOfTheSchema(Example example) throws IOException {
    Object file = at(yaml(example.datasetFile()), "schema", "file");
    Map<?, ?> schema = yaml(example.datasetFile().resolveSibling(file.toString()));
    List<Object> fields = new ArrayList<>(((Map<?, ?>) schema.get("properties")).keySet());
    fields.remove("event_id");
    SilverRow row = example.expectedSilver(oneGoodEvent(example)).get(0);
    assertThat(new ArrayList<Object>(row.fields().keySet())).startsWith(fields.toArray());
  }

  /** A truth file of one event that was sent when its record says. */
  private Path oneGoodEvent(Example example) throws IOException {
    Path truth = folder.resolve(example.name());
    String fields =
        example instanceof ClickstreamExample
            ? "{\"event_id\":\"a\",\"occurred_at\":0,\"user_id\":\"u\",\"page\":\"/\","
                + "\"country\":\"DE\",\"price\":1.00,\"quantity\":1,\"device\":\"tablet\"}"
            : "{\"event_id\":\"a\",\"departure\":\"1970-01-01T00:00:00Z\",\"origin\":\"ABE\","
                + "\"destination\":\"YAK\",\"distance\":100,\"delay\":0}";
    Files.writeString(
        truth,
        "{\"sequence\":0,\"kind\":\"normal\",\"event_id\":\"a\",\"topic\":\"t\",\"partition\":0,"
            + "\"offset\":0,\"timestamp\":0,\"sent_at\":0,\"fields\":"
            + fields
            + "}");
    return truth;
  }

  private static String words(Duration duration) {
    if (duration.toDaysPart() > 0) {
      return duration.toDays() + " day";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + " hours";
    }
    return duration.toMinutes() + (duration.toMinutes() == 1 ? " minute" : " minutes");
  }

  private static Object at(Object node, String... path) {
    Object found = node;
    for (String key : path) {
      found = ((Map<?, ?>) found).get(key);
    }
    return found;
  }

  /** JSON is YAML too. */
  private static Map<?, ?> yaml(Path file) throws IOException {
    try (InputStream text = Files.newInputStream(file)) {
      return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(text);
    }
  }
}
