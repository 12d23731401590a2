package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private Instant now = Instant.EPOCH;
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1), () -> now);

  @Test
  void waitsLongerWithEachFailureUpToItsLimit() {
    for (int wait : new int[] {200, 400, 800, 1_000, 1_000}) {
      backoff.failed();
      now = now.plusMillis(wait - 1);
      assertThat(backoff.isDue()).isFalse();
      now = now.plusMillis(1);
      assertThat(backoff.isDue()).isTrue();
    }
  }

  @Test
  void aSuccessEndsTheWait() {
    backoff.failed();
    backoff.succeeded();
    assertThat(backoff.isDue()).isTrue();
    assertThat(backoff.hasFailed()).isFalse();
  }
}
