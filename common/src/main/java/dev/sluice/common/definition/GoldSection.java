package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.Hot;
import dev.sluice.common.definition.DatasetDefinition.NamedMeasure;
import dev.sluice.common.definition.DatasetDefinition.Window;
import dev.sluice.common.definition.DefinitionReader.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code gold}. */
final class GoldSection {
  private static final Duration DEFAULT_BUCKET = Duration.ofHours(1);

  /** A window and a life that contradict nothing, for those that cannot be read. */
  private static final Window STAND_IN_WINDOW = Window.tumbling(Duration.ofMillis(1));

  private static final Duration STAND_IN_TTL = Durations.LONGEST.multipliedBy(3);

  private GoldSection() {}

  static List<Aggregate> read(YamlNode node) {
    List<Aggregate> aggregates = new ArrayList<>();
    node.object(DatasetKeys.GOLD)
        .get("aggregates")
        .ifPresent(list -> list.items().forEach(item -> aggregates.add(aggregate(item))));
    return aggregates;
  }

  private static Aggregate aggregate(YamlNode node) {
    YamlObject aggregate = node.object(DatasetKeys.AGGREGATE);
    Optional<Window> window = aggregate.get("window").flatMap(WindowSection::read);
    Window read = window.orElse(STAND_IN_WINDOW);
    return new Aggregate(
        aggregate.get("name").flatMap(Names::table).orElse(Draft.UNREADABLE),
        read,
        aggregate.get("bucket").flatMap(YamlNode::duration).orElse(defaultBucket(read)),
        aggregate.get("groupBy").map(YamlNode::texts).orElse(List.of()),
        aggregate.get("measures").map(GoldSection::measures).orElse(List.of()),
        aggregate.get("hot").flatMap(hot -> hot(hot, window.isPresent())));
  }

  private static Duration defaultBucket(Window window) {
    return window.length().compareTo(DEFAULT_BUCKET) > 0 ? window.length() : DEFAULT_BUCKET;
  }

  private static List<NamedMeasure> measures(YamlNode node) {
    Map<String, YamlNode> entries = node.entries();
    if (node.isMapping() && entries.isEmpty()) {
      node.problem("No measure in " + node.path(), "such as {orders: \"count(*)\"}");
    }
    List<NamedMeasure> measures = new ArrayList<>();
    entries.forEach(
        (name, value) ->
            measure(value).ifPresent(sql -> measures.add(new NamedMeasure(name, sql))));
    return measures;
  }

  private static Optional<String> measure(YamlNode node) {
    if (node.isMapping() && node.entries().containsKey("approximate")) {
      node.problem("not supported yet: approximate");
      return Optional.empty();
    }
    return node.text();
  }

  /** A window that is not executed yet may go with keys that are not either: left unjudged. */
  private static Optional<Hot> hot(YamlNode node, boolean windowIsRead) {
    YamlObject hot = node.object(DatasetKeys.HOT);
    Optional<String> key = hot.text("key");
    Optional<Duration> ttl = hot.get("ttl").flatMap(YamlNode::duration);
    return windowIsRead && !hot.has("value")
        ? key.map(template -> new Hot(template, ttl.orElse(STAND_IN_TTL)))
        : Optional.empty();
  }
}
