package dev.sluice.examples.expected;

import dev.sluice.examples.truth.Coordinates;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One expected row of silver.
 *
 * @param coordinates where the row comes from. Several for an event that was repeated with the same
 *     payload on another partition: micro-batches decide which of them is judged first, and the row
 *     is the same but for its coordinates and arrival
 * @param warnings names of the rules that warned
 * @param fields the dataset's fields but for those that are {@code event_id} and {@code
 *     event_time}; values may be null
 */
public record SilverRow(
    String eventId,
    Instant eventTime,
    List<Coordinates> coordinates,
    boolean late,
    List<String> warnings,
    Map<String, Object> fields) {

  public SilverRow {
    coordinates = List.copyOf(coordinates);
    warnings = List.copyOf(warnings);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
