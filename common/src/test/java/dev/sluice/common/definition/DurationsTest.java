package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "250 ms, 250",
    "250ms, 250",
    "5 millis, 5",
    "1 millisecond, 1",
    "2 milliseconds, 2",
    "30 s, 30000",
    "30s, 30000",
    "30 sec, 30000",
    "1 second, 1000",
    "2 seconds, 2000",
    "1 min, 60000",
    "10 minutes, 600000",
    "1 h, 3600000",
    "2 hours, 7200000",
    "1 d, 86400000",
    "1 day, 86400000",
    "90 days, 7776000000",
    "PT10M, 600000",
    "P1DT2H, 93600000",
    "PT0.25S, 250"
  })
  void durationsAreReadInWordsAndInIso8601(String text, long millis) {
    assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "s",
        "soon",
        "1.5 hours",
        "-1 s",
        "1 m",
        "1 month",
        "2 Hours",
        "1  day",
        " 1 day",
        "P",
        "PT",
        "P1DT",
        "P1M",
        "PT-1S",
        "PT1.2345S",
        "1 hour 2 minutes",
        "9999999999 s"
      })
  void nothingElseIsADuration(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1 ms, 1 ms",
    "1500 ms, 1500 ms",
    "1 s, 1 second",
    "90 s, 90 seconds",
    "120 s, 2 minutes",
    "60 min, 1 hour",
    "36 h, 36 hours",
    "48 h, 2 days"
  })
  void durationsAreShownInTheLargestUnitThatFits(String text, String shown) {
    assertThat(Durations.shown(Durations.parse(text).orElseThrow())).isEqualTo(shown);
  }
}
