package dev.sluice.examples.clickstream;

import dev.sluice.examples.expected.Counts;
import dev.sluice.examples.truth.Coordinates;
import dev.sluice.examples.truth.TruthFile;
import dev.sluice.examples.truth.TruthRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges every record of a truth file by the rules of the clickstream's definition, restated here
 * in plain Java. Records whose value is not an event are believed to have the reason they were made
 * for; everything else follows from their fields and the broker's timestamp.
 */
final class JudgedClicks {
  private static final Duration FUTURE_AFTER = Duration.ofMinutes(5);
  private static final Duration LATE_AFTER = Duration.ofMinutes(10);
  private static final Duration DEDUPLICATED_WITHIN = Duration.ofMinutes(30);
  private static final Comparator<TruthRecord> ORDER_OF_JUDGING =
      Comparator.comparing(TruthRecord::timestamp).thenComparing(TruthRecord::coordinates);

  private final List<GoodClick> good = new ArrayList<>();
  private final Map<String, GoodClick> claims = new HashMap<>();
  private final TreeMap<String, Long> quarantined = new TreeMap<>();
  private long sent;
  private long duplicates;
  private long conflicts;
  private long filtered;

  private JudgedClicks() {}

  static JudgedClicks of(Path truthFile) throws IOException {
    try (Stream<TruthRecord> truth = TruthFile.read(truthFile)) {
      JudgedClicks judged = new JudgedClicks();
      truth.sorted(ORDER_OF_JUDGING).forEachOrdered(judged::judge);
      return judged;
    }
  }

  /** The good clicks in the order of judging. */
  List<GoodClick> good() {
    return good;
  }

  Counts counts() {
    return new Counts(
        sent,
        good.size(),
        duplicates,
        conflicts,
        filtered,
        good.stream().filter(GoodClick::late).count(),
        good.stream().filter(GoodClick::warned).count(),
        quarantined);
  }

  private void judge(TruthRecord record) {
    sent++;
    if (record.fields().isEmpty()) {
      quarantine(
          record
              .reason()
              .orElseThrow(
                  () -> new IllegalArgumentException("Neither fields nor reason: " + record)));
      return;
    }
    Click click = Click.of(record.fields().get());
    Instant arrival = record.timestamp();
    if (occurred(click).isAfter(arrival.plus(FUTURE_AFTER))) {
      quarantine("FUTURE_EVENT_TIME");
    } else if (click.userAgent() != null && click.userAgent().contains("bot")) {
      filtered++;
    } else if (click.price().signum() < 0) {
      quarantine("RULE_FAILED");
    } else {
      claim(record, click, arrival);
    }
  }

  private void claim(TruthRecord record, Click click, Instant arrival) {
    GoodClick first = claims.get(click.eventId());
    if (first != null && !arrival.isAfter(first.arrival().plus(DEDUPLICATED_WITHIN))) {
      repeat(first, record.coordinates(), click);
      return;
    }
    GoodClick fresh =
        new GoodClick(
            click,
            arrival,
            new ArrayList<>(List.of(record.coordinates())),
            arrival.isAfter(occurred(click).plus(LATE_AFTER)),
            !ClickDraw.COUNTRIES.contains(click.country()));
    claims.put(click.eventId(), fresh);
    good.add(fresh);
  }

  private void repeat(GoodClick first, Coordinates coordinates, Click click) {
    duplicates++;
    if (!click.equals(first.click())) {
      conflicts++;
    } else if (coordinates.partition() != first.coordinates().get(0).partition()) {
      first.coordinates().add(coordinates);
    }
  }

  private void quarantine(String reason) {
    quarantined.merge(reason, 1L, Long::sum);
  }

  private static Instant occurred(Click click) {
    return Instant.ofEpochMilli(click.occurredAt());
  }

  /**
   * A click that reaches silver.
   *
   * @param coordinates of the first, then of equal ones on other partitions, any of which may be
   *     the one that is judged first
   * @param warned whether its country is unknown
   */
  record GoodClick(
      Click click, Instant arrival, List<Coordinates> coordinates, boolean late, boolean warned) {}
}
