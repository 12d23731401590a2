package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.common.table.Reason;
import java.util.List;

/**
 * What is wrong with a document that is JSON, of which one thing is reported: a duplicate key
 * before all else (a document with one has no one meaning), then the first field in schema order,
 * undeclared fields last. So the verdict does not depend on the order of keys.
 */
final class Findings {
  private static final long NONE = Long.MAX_VALUE;
  private static final long BEHIND_DUPLICATES = 1L << 40;

  /** What is reported of one place: elements of an array share theirs, undeclared fields too. */
  private static final List<Reason> AT_ONE_PLACE =
      List.of(
          Reason.DUPLICATE_KEY,
          Reason.MISSING_FIELD,
          Reason.TYPE_MISMATCH,
          Reason.OUT_OF_RANGE,
          Reason.NON_FINITE,
          Reason.UNKNOWN_ENUM,
          Reason.UNKNOWN_FIELD);

  private long priority = NONE;
  private Reason reason;
  private Place place;
  private JsonToken found;

  void clear() {
    priority = NONE;
  }

  boolean isEmpty() {
    return priority == NONE;
  }

  void add(Reason reason, Place place, JsonToken found) {
    long priority = priorityOf(reason, place);
    if (priority < this.priority) {
      this.priority = priority;
      this.reason = reason;
      this.place = place;
      this.found = found;
    }
  }

  private static long priorityOf(Reason reason, Place place) {
    long fields = reason == Reason.DUPLICATE_KEY ? 0 : BEHIND_DUPLICATES;
    return fields + (long) place.rank() * AT_ONE_PLACE.size() + AT_ONE_PLACE.indexOf(reason);
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return place.path() + ": " + text();
  }

  private String text() {
    return switch (reason) {
      case DUPLICATE_KEY -> "key occurs more than once";
      case MISSING_FIELD -> "missing or null";
      case TYPE_MISMATCH -> "expected " + place.expected() + ", found " + kind();
      case OUT_OF_RANGE -> "not within " + place.expected();
      case NON_FINITE -> "not a finite number";
      case UNKNOWN_ENUM -> "not one of the declared values";
      case UNKNOWN_FIELD -> "not in the schema, which is strict";
      default -> throw new IllegalStateException("Not found in a field: " + reason);
    };
  }

  /** What was found; binary formats tell it by what it is not. */
  private String kind() {
    return found == null ? "another type" : kindOfToken();
  }

  private String kindOfToken() {
    return switch (found) {
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case VALUE_STRING -> "string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      default -> "null";
    };
  }
}
