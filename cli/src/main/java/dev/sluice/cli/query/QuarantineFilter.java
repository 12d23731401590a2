package dev.sluice.cli.query;

import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which quarantined rows are meant: those that fit everything that is said.
 *
 * @param reasons one of them; any when empty
 * @param rule one of the rules that the row failed
 * @param since the first arrival
 * @param until arrivals before it
 * @param coordinates that row alone
 */
public record QuarantineFilter(
    List<Reason> reasons,
    Optional<String> rule,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<RowCoordinates> coordinates) {

  public QuarantineFilter {
    reasons = List.copyOf(reasons);
  }

  /** The row at these coordinates. */
  public static QuarantineFilter at(RowCoordinates coordinates) {
    return new QuarantineFilter(
        List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(coordinates));
  }

  /** The condition in SQL. */
  String condition() {
    List<String> conditions = new ArrayList<>();
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
  static String condition(RowCoordinates row) {
    return "(topic = %s and `partition` = %d and `offset` = %d)"
        .formatted(SqlText.literal(row.topic()), row.partition(), row.offset());
  }
}
