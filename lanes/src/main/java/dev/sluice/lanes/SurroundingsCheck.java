package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.silver.SilverShape;
import java.util.ArrayList;
import java.util.List;

/** What a dataset says that its surroundings do not keep, though its lanes run. */
final class SurroundingsCheck {
  private SurroundingsCheck() {}

  /**
   * A sentence each.
   *
   * @param stampedByProducers topics whose records carry their producers' clocks
   */
  static List<String> warnings(DatasetContext context, List<String> stampedByProducers) {
    List<String> warnings = new ArrayList<>();
    if (context.source().arrival() == Arrival.BROKER) {
      stampedByProducers.forEach(topic -> warnings.add(producersClocks(context, topic)));
    }
    if (context.platform().redis().isEmpty()) {
      context.dataset().aggregates().stream()
          .filter(aggregate -> aggregate.definition().hot().isPresent())
          .forEach(aggregate -> warnings.add(noRedis(context, aggregate)));
    }
    List<String> unfilled = SilverShape.unfilled(context.silverTable(), context.dataset());
    if (!unfilled.isEmpty()) {
      warnings.add(unfilled(context, unfilled));
    }
    return warnings;
  }

  private static String unfilled(DatasetContext context, List<String> columns) {
    return "silver.%s has columns that the definition does not have, NULL from now on: %s."
            .formatted(context.dataset().name(), String.join(", ", columns))
        + " If the file is an older one, `sluice apply` the newer one and start with it";
  }

  private static String producersClocks(DatasetContext context, String topic) {
    return "Dataset %s has arrival: broker, but topic %s has message.timestamp.type=CreateTime: "
            .formatted(context.dataset().name(), topic)
        + "producers' clocks count as arrival. Set the topic to LogAppendTime, or say arrival:"
        + " record or ingest";
  }

  private static String noRedis(DatasetContext context, AnalyzedAggregate aggregate) {
    return "Dataset %s keeps aggregate %s hot, but the platform file names no redis: it is in gold only"
        .formatted(context.dataset().name(), aggregate.name());
  }
}
