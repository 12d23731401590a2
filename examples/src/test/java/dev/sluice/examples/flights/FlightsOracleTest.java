package dev.sluice.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.GoldRow;
import dev.sluice.examples.expected.SilverRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightsOracleTest {
  @TempDir Path folder;
  private Path truth;

  @BeforeEach
  void writeTruth() throws IOException {
    truth = folder.resolve("truth.jsonl");
    Files.write(
        truth,
        List.of(
            flight(0, "a", "2001-01-08T00:01:00Z", "ATL", "SAV", 215, 19),
            flight(1, "b", "2001-01-08T00:14:00Z", "ATL", "PHL", 666, -4),
            flight(2, "c", "2001-01-08T00:15:00Z", "ATL", "SAV", 215, 15),
            flight(3, "d", "2001-01-08T00:15:00Z", "PHL", "ATL", 666, -1116)));
  }

  @Test
  void departuresAndDelaysPerAirportAndQuarter() throws IOException {
    Expected expected = FlightsOracle.of(truth);
    assertThat(expected.aggregate("departures_by_airport_15m").rows())
        .containsExactlyInAnyOrder(
            departures("2001-01-08T00:00:00Z", "ATL", 2, 1, 7.5, 19),
            departures("2001-01-08T00:15:00Z", "ATL", 1, 1, 15.0, 15),
            departures("2001-01-08T00:15:00Z", "PHL", 1, 0, -1116.0, -1116));
  }

  @Test
  void flightsPerRouteAndDay() throws IOException {
    Expected expected = FlightsOracle.of(truth);
    assertThat(expected.aggregate("flights_by_route_1d").rows())
        .hasSize(3)
        .contains(
            new GoldRow(
                Instant.parse("2001-01-08T00:00:00Z"),
                Instant.parse("2001-01-09T00:00:00Z"),
                Map.of("origin", "ATL", "destination", "SAV"),
                Map.of("flights", 2L, "mean_delay", 17.0, "min_delay", 15L, "miles", 430L),
                0));
  }

  @Test
  void allFlightsAreGoodAndTheImplausibleDelayWarns() throws IOException {
    Expected expected = FlightsOracle.of(truth);
    assertThat(expected.counts().good()).isEqualTo(4);
    assertThat(expected.counts().warned()).isEqualTo(1);
    assertThat(expected.counts().quarantined()).isZero();
    List<SilverRow> silver = FlightsOracle.silver(truth);
    assertThat(silver.get(3).warnings()).containsExactly("plausible_delay");
    assertThat(silver.get(0).fields()).containsEntry("delayed", true);
  }

  private static GoldRow departures(
      String window, String origin, long departures, long delayed, double mean, long max) {
    Instant start = Instant.parse(window);
    return new GoldRow(
        start,
        start.plusSeconds(900),
        Map.of("origin", origin),
        Map.of("departures", departures, "delayed", delayed, "mean_delay", mean, "max_delay", max),
        0);
  }

  private static String flight(
      int offset, String id, String departure, String from, String to, int miles, int delay) {
    long timestamp = Instant.parse(departure).toEpochMilli();
    return "{\"sequence\":%d,\"kind\":\"flight\",\"event_id\":\"%s\",\"topic\":\"us.flights\",\"partition\":0,\"offset\":%d,\"timestamp\":%d,\"sent_at\":%d,"
            .formatted(offset, id, offset, timestamp, timestamp)
        + "\"fields\":{\"event_id\":\"%s\",\"departure\":\"%s\",\"origin\":\"%s\",\"destination\":\"%s\",\"distance\":%d,\"delay\":%d}}"
            .formatted(id, departure, from, to, miles, delay);
  }
}
