package dev.sluice.cli.init;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.init.Suggestions.Time;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A dataset file and its JSON Schema, drafted from a sample.
 *
 * @param dataset text of the dataset file
 * @param schema text of the schema file
 * @param leftOut places of the events that the schema does not declare, and why
 */
public record DatasetDraft(String dataset, String schema, List<String> leftOut) {
  public DatasetDraft {
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Drafts them.
   *
   * @param name of the dataset
   * @param cluster of the topic
   * @param topic that it reads
   * @param from what the sample is, for the comment at the top
   * @throws dev.sluice.common.error.SluiceException SL-4062 when no field could be the event id, or
   *     the event time
   */
  public static DatasetDraft of(
      String name, String cluster, String topic, String from, Sample sample) {
    Suggestions suggestions = new Suggestions(sample.shape());
    String eventId = suggestions.eventId();
    Time time = suggestions.eventTime();
    SchemaDraft drafter = new SchemaDraft(sample.shape(), eventId, time.field());
    ObjectNode schema = drafter.draft();
    Set<String> declared = new LinkedHashSet<>();
    schema.get("properties").fieldNames().forEachRemaining(declared::add);
    return new DatasetDraft(
        head(name, cluster, topic, from, sample, eventId, time)
            + rules(suggestions.rules(declared, eventId, time.field()))
            + protection(suggestions.protections(declared))
            + gold(name, suggestions.group(declared)),
        pretty(schema),
        drafter.leftOut());
  }

  private static String head(
      String name,
      String cluster,
      String topic,
      String from,
      Sample sample,
      String eventId,
      Time time) {
    SampleShape id = sample.shape().members().get(eventId);
    return """
        # Drafted by `sluice init` from %1$s: %2$d events. Look at every line, then run
        # `sluice validate` on this file. All keys: docs/reference/dataset.md
        apiVersion: sluice/v1
        kind: Dataset
        metadata:
          name: %3$s
        source:
          kafka:
            cluster: %9$s                  # of the platform file; the local stack's is called main
            topics: [%4$s]
            startingOffsets: earliest
            arrival: broker                # the broker stamps records (LogAppendTime); or ingest, record
        schema:
          format: json
          file: %3$s.schema.json         # drafted too; other fields are kept in _extra
          eventId: %5$s                  # %6$d different values in %2$d events
          eventTime: {field: %7$s, unit: %8$s}
          evolution: additive
        silver:
        """
        .formatted(
            oneLine(from),
            sample.size(),
            name,
            topic,
            quoted(eventId),
            id.distinct(),
            quoted(time.field()),
            time.unit(),
            cluster);
  }

  private static String rules(List<Suggestions.Rule> rules) {
    StringBuilder text = new StringBuilder();
    if (!rules.isEmpty()) {
      text.append(
          "  # All events of the sample keep these. `quarantine` instead of `warn` refuses");
      text.append(" the row.\n  rules:\n");
      for (Suggestions.Rule rule : rules) {
        text.append("    - {name: ").append(rule.name()).append(", expr: \"");
        text.append(rule.expression()).append("\", onFail: warn}\n");
      }
    }
    return text
        + """
          # A row whose id came within this time before is a duplicate, and counted as such.
          dedup: {key: [event_id], within: 30 minutes}
          # Later rows are marked; they count all the same.
          late: {after: 10 minutes}
        """;
  }

  private static String protection(List<Suggestions.Protection> protections) {
    if (protections.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder("  # These sound personal: see docs/how-to/protect.md.\n  # protect:\n");
    for (Suggestions.Protection one : protections) {
      text.append("  #   - {field: ").append(one.field()).append(", as: ");
      text.append(one.how()).append("}\n");
    }
    return text.toString();
  }

  private static String gold(String name, Optional<String> group) {
    return """
        gold:
          aggregates:
            - name: %1$s_per_minute
              window: {tumbling: 1 minute}
        %2$s      measures: {events: "count(*)"}
              # hot: {key: "%1$s:%3$s{window_start}", ttl: 2 hours}   # also in Redis
        """
        .formatted(
            name,
            group.map(column -> "      groupBy: [" + column + "]\n").orElse(""),
            group.map(column -> "{" + column + "}:").orElse(""));
  }

  /** In a comment, and not more than that. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /** A name that YAML might take for something else stands in quotes. */
  private static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]{2,}")
        ? name
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String pretty(ObjectNode schema) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON can be written", e);
    }
  }
}
