package dev.sluice.common.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One item of {@code tests}: what arrives, and what must come of it.
 *
 * @param references rows of reference tables of the lake, by the table as {@code silver.enrich}
 *     names it
 * @param given in the order of arrival at the source
 * @param expect by {@code silver}, {@code duplicates}, {@code quarantine}, {@code filtered}, {@code
 *     late} or the name of an aggregate, in the file's order; at least one
 */
public record DatasetTest(
    String name,
    Map<String, List<Map<String, JsonNode>>> references,
    List<Given> given,
    Map<String, Expected> expect) {
  /** Rows of silver: good, and no duplicates. */
  public static final String SILVER = "silver";

  /** Rows whose key another row has claimed. */
  public static final String DUPLICATES = "duplicates";

  /** Rows that are bad. */
  public static final String QUARANTINE = "quarantine";

  /** Rows that {@code silver.where} does not let through. */
  public static final String FILTERED = "filtered";

  /** Rows of silver that were late. */
  public static final String LATE = "late";

  public DatasetTest {
    references = Map.copyOf(references);
    given = List.copyOf(given);
    expect = Collections.unmodifiableMap(new LinkedHashMap<>(expect));
  }

  /** Something that happens at the source. */
  public sealed interface Given {
    /**
     * An event.
     *
     * @param fields in the file's order; the event time may be a clock time, see {@link TestTime}
     * @param arrives when, see {@link TestTime}; with its event time when empty
     */
    record Event(Map<String, JsonNode> fields, Optional<String> arrives) implements Given {
      public Event {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      }
    }

    /**
     * A record's value as it is.
     *
     * @param text empty for a record without a value
     * @param arrives when, see {@link TestTime}; with the event before it when empty
     */
    record Raw(Optional<String> text, Optional<String> arrives) implements Given {}

    /** What follows is a batch of its own, and arrives so much later than it otherwise would. */
    record Advance(Duration by) implements Given {}
  }

  /** What a table, or a verdict, must have in the end. */
  public sealed interface Expected {
    /** So many rows, whichever. */
    record Count(long rows) implements Expected {}

    /**
     * These rows and no other, in any order.
     *
     * @param rows the columns to be compared, of each
     */
    record Rows(List<Map<String, JsonNode>> rows) implements Expected {
      public Rows {
        rows = rows.stream().map(Collections::unmodifiableMap).toList();
      }
    }
  }
}
