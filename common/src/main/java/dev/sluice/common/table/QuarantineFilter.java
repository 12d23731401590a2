package dev.sluice.common.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.spark.SqlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which quarantined rows are meant: those whose last state fits everything that is said.
 *
 * @param states one of them; any when empty
 * @param reasons one of them; any when empty
 * @param rule one of the rules that the row failed
 * @param since the first arrival
 * @param until arrivals before it
 * @param coordinates that row alone
 */
public record QuarantineFilter(
    List<QuarantineState> states,
    List<Reason> reasons,
    Optional<String> rule,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<RowCoordinates> coordinates) {

  /** The states of rows that may be replayed or discarded. */
  public static final List<QuarantineState> WAITING =
      Arrays.stream(QuarantineState.values()).filter(QuarantineState::isWaiting).toList();

  private static final ObjectMapper JSON = new ObjectMapper();

  public QuarantineFilter {
    states = List.copyOf(states);
    reasons = List.copyOf(reasons);
  }

  /** The row at these coordinates, in whatever state. */
  public static QuarantineFilter at(RowCoordinates coordinates) {
    return new QuarantineFilter(
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(coordinates));
  }

  /** The rows that somebody may do something about, for these reasons. */
  public static QuarantineFilter waiting(List<Reason> reasons) {
    return new QuarantineFilter(
        WAITING, reasons, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same rows where they are in one of these states. */
  public QuarantineFilter in(List<QuarantineState> others) {
    return new QuarantineFilter(others, reasons, rule, since, until, coordinates);
  }

  /** As a request carries it. */
  public ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    states.forEach(state -> json.withArray("states").add(state.name()));
    reasons.forEach(reason -> json.withArray("reasons").add(reason.name()));
    rule.ifPresent(name -> json.put("rule", name));
    since.ifPresent(time -> json.put("since", time.toString()));
    until.ifPresent(time -> json.put("until", time.toString()));
    coordinates.ifPresent(row -> json.put("coordinates", row.toString()));
    return json;
  }

  /** From a request. */
  public static QuarantineFilter fromJson(JsonNode json) {
    return new QuarantineFilter(
        texts(json.path("states")).map(QuarantineState::valueOf).toList(),
        texts(json.path("reasons")).map(Reason::valueOf).toList(),
        text(json, "rule"),
        text(json, "since").map(Instant::parse),
        text(json, "until").map(Instant::parse),
        text(json, "coordinates").flatMap(RowCoordinates::parse));
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.ofNullable(json.get(name)).map(JsonNode::asText);
  }

  /** The condition in Spark's SQL, on the last states of rows. */
  public String condition() {
    List<String> conditions = new ArrayList<>();
    if (!states.isEmpty()) {
      conditions.add(
          states.stream()
              .map(state -> SqlText.literal(state.text()))
              .collect(Collectors.joining(", ", QuarantineTable.STATE + " in (", ")")));
    }
    if (!reasons.isEmpty()) {
      conditions.add(
          reasons.stream()
              .map(reason -> SqlText.literal(reason.name()))
              .collect(Collectors.joining(", ", QuarantineTable.REASON + " in (", ")")));
    }
    rule.ifPresent(
        name ->
            conditions.add(
                "array_contains(split(%s, ','), %s)"
                    .formatted(QuarantineTable.RULE, SqlText.literal(name))));
    since.ifPresent(
        time -> conditions.add(QuarantineTable.ARRIVED_AT + " >= " + SqlText.literal(time)));
    until.ifPresent(
        time -> conditions.add(QuarantineTable.ARRIVED_AT + " < " + SqlText.literal(time)));
    coordinates.ifPresent(row -> conditions.add(condition(row)));
    return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
  }

  /** That a row of bronze or quarantine stands there. */
  public static String condition(RowCoordinates row) {
    return "(topic = %s and `partition` = %d and `offset` = %d)"
        .formatted(SqlText.literal(row.topic()), row.partition(), row.offset());
  }
}
