package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Breaker;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BreakerWindowTest {
  private final BreakerWindow window =
      new BreakerWindow(new Breaker(Duration.ofMinutes(5), 0.5, 10));

  @Test
  void halfIsNotMoreThanHalf() {
    assertThat(window.add(rows(5, 5, 0), minute(0))).isEmpty();
    assertThat(window.add(rows(0, 1, 0), minute(1)))
        .contains(
            "of 11 rows that arrived within 5 min, 6 would go to quarantine (55 %, at most 50 %),"
                + " most of them as MALFORMED");
  }

  @Test
  void fewRowsSayNothing() {
    assertThat(window.add(rows(0, 9, 0), minute(0))).isEmpty();
    assertThat(window.add(rows(0, 1, 0), minute(0))).isPresent();
  }

  @Test
  void filteredRowsDoNotCount() {
    assertThat(window.add(rows(0, 9, 100), minute(0))).isEmpty();
    assertThat(window.add(rows(4, 1, 100), minute(0))).isPresent();
  }

  @Test
  void whatArrivedBeforeTheSpanIsForgotten() {
    assertThat(window.add(rows(100, 0, 0), minute(0))).isEmpty();
    assertThat(window.add(rows(1, 20, 0), minute(4))).isEmpty();
    assertThat(window.add(rows(1, 0, 0), minute(5))).isPresent();
  }

  @Test
  void itBeginsAnewWhenAsked() {
    assertThat(window.add(rows(0, 9, 0), minute(0))).isEmpty();
    window.clear();
    assertThat(window.add(rows(0, 9, 0), minute(0))).isEmpty();
  }

  private static Accounting rows(long good, long quarantined, long filtered) {
    return new Accounting(
        good + quarantined + filtered,
        good,
        0,
        quarantined,
        filtered,
        0,
        0,
        0,
        quarantined == 0 ? Map.of() : Map.of(Reason.MALFORMED, quarantined));
  }

  private static long minute(long minute) {
    return TimeUnit.MINUTES.toMicros(minute);
  }
}
