package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RedriveTimesTest {
  private final AtomicLong clock = new AtomicLong(-5);
  private final RedriveTimes times = new RedriveTimes(clock::get);

  @Test
  void pausesDoubleUpToFiveMinutesUntilALookWasWorthIt() {
    assertThat(times.isDue("clicks")).isFalse();
    for (int seconds : new int[] {30, 60, 120, 240, 300, 300}) {
      assertIsDueAfter(seconds);
      times.looked("clicks", false);
    }
    assertIsDueAfter(300);
    times.looked("clicks", true);
    assertIsDueAfter(30);
  }

  @Test
  void everyDatasetHasItsOwnTime() {
    assertThat(times.isDue("clicks")).isFalse();
    assertIsDueAfter(30);
    assertThat(times.isDue("orders")).isFalse();
    times.looked("clicks", true);
    clock.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(times.isDue("orders")).isTrue();
  }

  private void assertIsDueAfter(int seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos() - 1);
    assertThat(times.isDue("clicks")).as("before %d s", seconds).isFalse();
    clock.addAndGet(1);
    assertThat(times.isDue("clicks")).as("after %d s", seconds).isTrue();
  }
}
