package dev.sluice.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.examples.generate.Outgoing;
import dev.sluice.examples.generate.Planned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlightsGeneratorTest {
  private static final Path SAMPLE =
      FlightsGenerator.sample(Path.of(System.getProperty("sluice.home")));

  @Test
  void theSampleIsReplayedInTheOrderOfDepartureWithUniqueIds() throws IOException {
    Set<String> ids = new HashSet<>();
    long last = Long.MIN_VALUE;
    try (FlightReplay replay = new FlightReplay(SAMPLE, 1_000, OptionalDouble.empty())) {
      while (replay.hasNext()) {
        Outgoing flight = replay.next().at(Instant.now());
        assertThat(ids.add(flight.label().eventId().orElseThrow())).isTrue();
        assertThat(flight.message().timestamp()).isGreaterThanOrEqualTo(last);
        last = flight.message().timestamp();
      }
    }
    assertThat(ids).hasSize(20_628);
    assertThat(Instant.ofEpochMilli(last)).isEqualTo("2001-01-09T08:59:00Z");
  }

  @Test
  void aFlightIsAnEventThatArrivesWhenItDeparted() throws IOException {
    try (FlightReplay replay = new FlightReplay(SAMPLE, 1_000, OptionalDouble.empty())) {
      Outgoing first = replay.next().at(Instant.now());
      String text = new String(first.message().value(), StandardCharsets.UTF_8);
      assertThat(text)
          .matches(
              "\\{\"event_id\":\"[0-9a-f]{20}\",\"departure\":\"2001-01-08T00:0\\d:00Z\","
                  + "\"origin\":\"[A-Z]{3}\",\"destination\":\"[A-Z]{3}\","
                  + "\"distance\":\\d+,\"delay\":-?\\d+}");
      assertThat(text).contains(Instant.ofEpochMilli(first.message().timestamp()).toString());
    }
  }

  @Test
  void equalRowsHaveDifferentIdsThatEveryReplayRepeats() {
    Flight flight = new Flight(Instant.EPOCH, 1, 100, "ABE", "YAK");
    FlightIds ids = new FlightIds();
    List<String> twice = List.of(ids.next(flight), ids.next(flight));
    FlightIds again = new FlightIds();
    assertThat(twice).doesNotHaveDuplicates();
    assertThat(List.of(again.next(flight), again.next(flight))).isEqualTo(twice);
  }

  @Test
  void aRateSpacesFlightsEvenly() throws IOException {
    assertThat(dues(100, OptionalDouble.empty(), 3))
        .containsExactly(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(20));
  }

  @Test
  void aSpeedUpKeepsTheDistancesOfTheData() throws IOException {
    List<Duration> dues = dues(1e6, OptionalDouble.of(60), 2_000);
    try (FlightReader flights = new FlightReader(SAMPLE)) {
      Instant first = flights.next().departure();
      Flight last = flights.next();
      for (int i = 2; i < 2_000; i++) {
        last = flights.next();
      }
      Duration between = Duration.between(first, last.departure());
      assertThat(dues.get(1_999))
          .isBetween(between.dividedBy(60), between.dividedBy(60).plusMillis(3));
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(
            () -> new FlightReplay(Path.of("no-such.parquet"), 1, OptionalDouble.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such.parquet");
  }

  private static List<Duration> dues(double rate, OptionalDouble speedUp, int count)
      throws IOException {
    List<Duration> dues = new ArrayList<>();
    try (FlightReplay replay = new FlightReplay(SAMPLE, rate, speedUp)) {
      for (int i = 0; i < count; i++) {
        Planned planned = replay.next();
        dues.add(planned.due());
      }
    }
    return dues;
  }
}
