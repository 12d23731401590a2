package dev.sluice.examples.flights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.examples.expected.Counts;
import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.ExpectedAggregate;
import dev.sluice.examples.expected.GoldRow;
import dev.sluice.examples.expected.SilverRow;
import dev.sluice.examples.expected.Windows;
import dev.sluice.examples.truth.TruthFile;
import dev.sluice.examples.truth.TruthRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Computes what the flights dataset must make of a truth file, in plain Java. A run sends every
 * flight once and whole, and it arrives when it departed: all are good and none is late.
 */
public final class FlightsOracle {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration DAY = Duration.ofDays(1);
  private static final long DELAYED_FROM = 15;

  private final Map<Group, Tally> byAirport = new LinkedHashMap<>();
  private final Map<Group, Tally> byRoute = new LinkedHashMap<>();
  private long sent;
  private long warned;

  private FlightsOracle() {}

  /** Verdict counts and gold. */
  public static Expected of(Path truthFile) throws IOException {
    FlightsOracle oracle = new FlightsOracle();
    try (Stream<TruthRecord> truth = TruthFile.read(truthFile)) {
      truth.map(FlightsOracle::flight).forEachOrdered(oracle::add);
    }
    return new Expected(
        Counts.allGood(oracle.sent, oracle.warned),
        List.of(
            aggregate("departures_by_airport_15m", oracle.byAirport, QUARTER, Tally::departures),
            aggregate("flights_by_route_1d", oracle.byRoute, DAY, Tally::flights)));
  }

  /** The rows of silver, in the order of the truth file. */
  public static List<SilverRow> silver(Path truthFile) throws IOException {
    try (Stream<TruthRecord> truth = TruthFile.read(truthFile)) {
      return truth.map(FlightsOracle::silverRow).toList();
    }
  }

  private void add(Flight flight) {
    sent++;
    if (!isPlausible(flight)) {
      warned++;
    }
    Map<String, String> route = new LinkedHashMap<>();
    route.put("origin", flight.origin());
    route.put("destination", flight.destination());
    tally(byAirport, QUARTER, flight, Map.of("origin", flight.origin()));
    tally(byRoute, DAY, flight, route);
  }

  private static void tally(
      Map<Group, Tally> tallies, Duration window, Flight flight, Map<String, String> columns) {
    Group group = new Group(Windows.startOf(flight.departure(), window), columns);
    tallies.computeIfAbsent(group, fresh -> new Tally()).add(flight);
  }

  private static ExpectedAggregate aggregate(
      String name,
      Map<Group, Tally> tallies,
      Duration window,
      Function<Tally, Map<String, Object>> measures) {
    List<GoldRow> rows =
        tallies.entrySet().stream()
            .map(entry -> goldRow(entry.getKey(), window, measures.apply(entry.getValue())))
            .toList();
    return new ExpectedAggregate(name, Optional.empty(), rows);
  }

  private static GoldRow goldRow(Group group, Duration window, Map<String, Object> measures) {
    Instant end = group.windowStart().plus(window);
    return new GoldRow(group.windowStart(), end, group.columns(), measures, 0);
  }

  private static SilverRow silverRow(TruthRecord record) {
    Flight flight = flight(record);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("departure", flight.departure());
    fields.put("origin", flight.origin());
    fields.put("destination", flight.destination());
    fields.put("distance", flight.distance());
    fields.put("delay", flight.delay());
    fields.put("delayed", flight.delay() >= DELAYED_FROM);
    return new SilverRow(
        record.eventId().orElseThrow(),
        flight.departure(),
        List.of(record.coordinates()),
        false,
        isPlausible(flight) ? List.of() : List.of("plausible_delay"),
        fields);
  }

  private static Flight flight(TruthRecord record) {
    JsonNode fields = record.fields().orElseThrow();
    return new Flight(
        Instant.parse(fields.get("departure").textValue()),
        fields.get("delay").longValue(),
        fields.get("distance").longValue(),
        fields.get("origin").textValue(),
        fields.get("destination").textValue());
  }

  private static boolean isPlausible(Flight flight) {
    return flight.delay() >= -120 && flight.delay() <= 1_440;
  }

  private record Group(Instant windowStart, Map<String, String> columns) {}

  /** What is known of the flights of one group. */
  private static final class Tally {
    private final LongSummaryStatistics delay = new LongSummaryStatistics();
    private long delayed;
    private long miles;

    void add(Flight flight) {
      delay.accept(flight.delay());
      delayed += flight.delay() >= DELAYED_FROM ? 1 : 0;
      miles += flight.distance();
    }

    Map<String, Object> departures() {
      Map<String, Object> measures = new LinkedHashMap<>();
      measures.put("departures", delay.getCount());
      measures.put("delayed", delayed);
      measures.put("mean_delay", delay.getAverage());
      measures.put("max_delay", delay.getMax());
      return measures;
    }

    Map<String, Object> flights() {
      Map<String, Object> measures = new LinkedHashMap<>();
      measures.put("flights", delay.getCount());
      measures.put("mean_delay", delay.getAverage());
      measures.put("min_delay", delay.getMin());
      measures.put("miles", miles);
      return measures;
    }
  }
}
