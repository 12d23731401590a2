package dev.sluice.cli.init;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the events of a sample have at one place: in a field, or as the elements of an array. */
final class SampleShape {
  /** What JSON tells apart. */
  enum Kind {
    TEXT,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    OBJECT,
    ARRAY
  }

  /** More different values are not counted. */
  private static final int MOST_DISTINCT = 100_000;

  private final EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
  private final Set<String> distinct = new HashSet<>();
  private final Map<String, SampleShape> members = new LinkedHashMap<>();
  private SampleShape elements;
  private long values;
  private long nulls;
  private boolean areTimes = true;
  private boolean areDates = true;
  private BigDecimal least;
  private BigDecimal greatest;
  private int scale;

  /** Looks at one more value; null is a value too. */
  void take(JsonNode value) {
    if (value.isNull()) {
      nulls++;
      return;
    }
    values++;
    if (value.isTextual()) {
      takeText(value.textValue());
    } else if (value.isNumber()) {
      takeNumber(value.decimalValue());
    } else if (value.isBoolean()) {
      kinds.add(Kind.BOOLEAN);
    } else if (value.isArray()) {
      kinds.add(Kind.ARRAY);
      elements = elements == null ? new SampleShape() : elements;
      value.forEach(elements::take);
    } else {
      kinds.add(Kind.OBJECT);
      value
          .fields()
          .forEachRemaining(
              member ->
                  members
                      .computeIfAbsent(member.getKey(), name -> new SampleShape())
                      .take(member.getValue()));
    }
  }

  private void takeText(String text) {
    kinds.add(Kind.TEXT);
    remember(text);
    areTimes = areTimes && isTime(text);
    areDates = areDates && isDate(text);
  }

  private void takeNumber(BigDecimal number) {
    boolean isWhole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    kinds.add(isWhole && number.scale() <= 0 ? Kind.INTEGER : Kind.DECIMAL);
    scale = Math.max(scale, number.scale());
    least = least == null ? number : least.min(number);
    greatest = greatest == null ? number : greatest.max(number);
    remember(number.toPlainString());
  }

  private void remember(String value) {
    if (distinct.size() < MOST_DISTINCT) {
      distinct.add(value);
    }
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException other) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException other) {
      return false;
    }
  }

  /**
   * The kind of all values; empty when there are several, or no value. Whole numbers are decimal
   * among others.
   */
  Optional<Kind> kind() {
    if (kinds.equals(EnumSet.of(Kind.INTEGER, Kind.DECIMAL))) {
      return Optional.of(Kind.DECIMAL);
    }
    return kinds.size() == 1 ? Optional.of(kinds.iterator().next()) : Optional.empty();
  }

  /** Values other than null. */
  long values() {
    return values;
  }

  /** Whether one of the values was null. */
  boolean hasNulls() {
    return nulls > 0;
  }

  /** Different texts or numbers. */
  long distinct() {
    return distinct.size();
  }

  /** The different texts or numbers, sorted. */
  Set<String> distinctValues() {
    return new TreeSet<>(distinct);
  }

  /** Whether all are texts that RFC 3339 reads as a time. */
  boolean areTimes() {
    return kind().equals(Optional.of(Kind.TEXT)) && areTimes;
  }

  /** Whether all are texts such as 2026-03-01. */
  boolean areDates() {
    return kind().equals(Optional.of(Kind.TEXT)) && areDates;
  }

  /** The smallest number; null without one. */
  BigDecimal least() {
    return least;
  }

  /** The greatest number; null without one. */
  BigDecimal greatest() {
    return greatest;
  }

  /** Most digits behind the point. */
  int scale() {
    return scale;
  }

  /** What objects have, in the order in which it was met. */
  Map<String, SampleShape> members() {
    return members;
  }

  /** Of arrays. */
  Optional<SampleShape> elements() {
    return Optional.ofNullable(elements);
  }
}
