package dev.sluice.cli.init;

import static java.util.Comparator.comparing;

import dev.sluice.common.error.DatasetErrors;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a sample of events lets one guess; everything is for a person to look at. */
final class Suggestions {
  /** An id may be sent again: so many in a hundred events may repeat one. */
  private static final int REPEATS_PER_HUNDRED = 10;

  private static final int MOST_GROUPS = 50;
  private static final int MOST_LISTED = 12;

  /** A list of values is a rule only if each was met so often on average. */
  private static final int EACH_SEEN = 10;

  private static final List<String> ID_NAMES =
      List.of("event_id", "eventid", "uuid", "message_id", "messageid", "id");
  private static final List<String> TIME_NAMES =
      List.of("event_time", "eventtime", "occurred_at", "occurredat", "timestamp", "time", "ts");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LISTABLE = Pattern.compile("[A-Za-z0-9_.:/ -]{1,40}");
  private static final Pattern PERSONAL =
      Pattern.compile(
          ".*(e_?mail|phone|ssn|iban|card|passport|birth|address|user_?id|customer_?id|name)$|ip|.*_ip");
  private static final Pattern NETWORK = Pattern.compile("ip|.*_?ip|.*ip_?address");

  private final SampleShape events;

  Suggestions(SampleShape events) {
    this.events = events;
  }

  /**
   * The event's time.
   *
   * @param unit as the dataset file has it
   */
  record Time(String field, String unit) {}

  /** A rule of silver. */
  record Rule(String name, String expression) {}

  /**
   * A field to protect.
   *
   * @param how {@code hmac} or {@code truncate}
   */
  record Protection(String field, String how) {}

  /**
   * The field that tells events apart: in all of them, a text or a whole number, and hardly ever
   * the same.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4062 when there is none
   */
  String eventId() {
    return everywhere(SampleShape.Kind.TEXT, SampleShape.Kind.INTEGER).stream()
        .filter(field -> !isTime(field))
        .filter(this::tellsEventsApart)
        .min(
            comparing((String field) -> rank(ID_NAMES, field))
                .thenComparing(field -> !field.toLowerCase(Locale.ROOT).endsWith("id"))
                .thenComparing(field -> -shape(field).distinct()))
        .orElseThrow(
            () ->
                DatasetErrors.nothingInTheSampleIs(
                    "an event id", "a text or whole number that hardly ever repeats"));
  }

  private boolean tellsEventsApart(String field) {
    return shape(field).distinct() * 100 >= events.values() * (100 - REPEATS_PER_HUNDRED);
  }

  /**
   * The producer's time: in all events, a text with a zone or a whole number of our days.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4062 when there is none
   */
  Time eventTime() {
    return everywhere(SampleShape.Kind.TEXT, SampleShape.Kind.INTEGER).stream()
        .filter(this::isTime)
        .min(comparing((String field) -> rank(TIME_NAMES, field)))
        .map(field -> new Time(field, unit(shape(field)).orElseThrow()))
        .orElseThrow(
            () ->
                DatasetErrors.nothingInTheSampleIs(
                    "an event time",
                    "a text such as 2026-03-01T12:00:00Z, or seconds, milliseconds or microseconds since 1970"));
  }

  private boolean isTime(String field) {
    return unit(shape(field)).isPresent();
  }

  /** By magnitude: between the years 2000 and 2100 no two units meet. */
  private static Optional<String> unit(SampleShape shape) {
    if (shape.areTimes()) {
      return Optional.of("iso8601");
    }
    if (!shape.kind().equals(Optional.of(SampleShape.Kind.INTEGER))) {
      return Optional.empty();
    }
    long perSecond = 1;
    for (String unit : List.of("seconds", "millis", "micros")) {
      BigDecimal from = BigDecimal.valueOf(946_684_800L * perSecond);
      BigDecimal to = BigDecimal.valueOf(4_102_444_800L * perSecond);
      if (shape.least().compareTo(from) >= 0 && shape.greatest().compareTo(to) < 0) {
        return Optional.of(unit);
      }
      perSecond *= 1_000;
    }
    return Optional.empty();
  }

  /** Rules that all events of the sample keep, over declared fields. */
  List<Rule> rules(Set<String> declared, String eventId, String eventTime) {
    List<Rule> rules = new ArrayList<>();
    for (Map.Entry<String, SampleShape> member : events.members().entrySet()) {
      String field = member.getKey();
      SampleShape shape = member.getValue();
      if (field.equals(eventId)
          || field.equals(eventTime)
          || !declared.contains(field)
          || !PLAIN.matcher(field).matches()) {
        continue;
      }
      // NULL has failed a rule.
      String orMissing = isEverywhere(shape) ? "" : field + " is null or ";
      if (shape.least() != null && shape.kind().isPresent() && shape.least().signum() >= 0) {
        rules.add(new Rule(field + "_not_negative", orMissing + field + " >= 0"));
      } else if (isList(shape)) {
        String values = String.join("', '", shape.distinctValues());
        rules.add(new Rule("known_" + field, orMissing + field + " in ('" + values + "')"));
      }
    }
    return rules;
  }

  private boolean isList(SampleShape shape) {
    return shape.kind().equals(Optional.of(SampleShape.Kind.TEXT))
        && !shape.areDates()
        && shape.distinct() <= MOST_LISTED
        && shape.values() >= shape.distinct() * EACH_SEEN
        && shape.distinctValues().stream().allMatch(value -> LISTABLE.matcher(value).matches());
  }

  /** A column to group by: a text in all events with a few values, which is none but one. */
  Optional<String> group(Set<String> declared) {
    return everywhere(SampleShape.Kind.TEXT).stream()
        .filter(declared::contains)
        .filter(field -> PLAIN.matcher(field).matches())
        .filter(field -> shape(field).distinct() > 1 && shape(field).distinct() <= MOST_GROUPS)
        .filter(field -> shape(field).distinct() * 2 <= events.values())
        .min(comparing(field -> shape(field).distinct()));
  }

  /** Fields whose names sound as if they told of a person. */
  List<Protection> protections(Set<String> declared) {
    return declared.stream()
        .filter(field -> PLAIN.matcher(field).matches())
        .filter(field -> shape(field).kind().equals(Optional.of(SampleShape.Kind.TEXT)))
        .filter(field -> PERSONAL.matcher(field.toLowerCase(Locale.ROOT)).matches())
        .map(
            field ->
                new Protection(
                    field,
                    NETWORK.matcher(field.toLowerCase(Locale.ROOT)).matches()
                        ? "truncate"
                        : "hmac"))
        .toList();
  }

  private List<String> everywhere(SampleShape.Kind... kinds) {
    Set<SampleShape.Kind> wanted = Set.of(kinds);
    return events.members().entrySet().stream()
        .filter(member -> isEverywhere(member.getValue()))
        .filter(member -> member.getValue().kind().filter(wanted::contains).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isEverywhere(SampleShape shape) {
    return shape.values() == events.values();
  }

  private SampleShape shape(String field) {
    return events.members().get(field);
  }

  private static int rank(List<String> names, String field) {
    int at = names.indexOf(field.toLowerCase(Locale.ROOT));
    return at < 0 ? names.size() : at;
  }
}
