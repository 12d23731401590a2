package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.table.FileSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AuditWindowTest {
  private static final long DAY = TimeUnit.DAYS.toMicros(1);
  private static final long HOUR = TimeUnit.HOURS.toMicros(1);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @Test
  void onlyDaysOfNewFilesAreLookedAt() {
    List<FileSpan> files = List.of(file(1, 3, 5), file(2, 3, 5), file(3, 9, 5));
    assertThat(windows(files, 3, HALF_AN_HOUR)).containsExactly(new AuditWindow(9 * DAY, 10 * DAY));
    assertThat(windows(files, 4, HALF_AN_HOUR)).isEmpty();
  }

  @Test
  void daysOfManyRowsAreWindowsOfTheirOwn() {
    List<FileSpan> files = List.of(file(1, 3, 60), file(1, 4, 60), file(1, 5, 10), file(1, 6, 500));
    assertThat(windows(files, 1, HALF_AN_HOUR))
        .containsExactly(
            new AuditWindow(3 * DAY, 4 * DAY),
            new AuditWindow(4 * DAY, 6 * DAY),
            new AuditWindow(6 * DAY, 7 * DAY));
  }

  @Test
  void whatANewRowCouldBeRepeatedByIsLookedAtToo() {
    FileSpan lateAtNight = new FileSpan(at(1), 4 * DAY - HOUR, 4 * DAY - 1, 1);
    assertThat(windows(List.of(lateAtNight), 1, HALF_AN_HOUR))
        .containsExactly(new AuditWindow(3 * DAY, 5 * DAY));
  }

  @Test
  void aWindowIsNeverShorterThanTheBound() {
    assertThat(windows(List.of(file(1, 15, 5)), 1, Duration.ofDays(10)))
        .containsExactly(new AuditWindow(10 * DAY, 30 * DAY));
  }

  private static List<AuditWindow> windows(List<FileSpan> files, int newSince, Duration within) {
    return AuditWindow.of(files, at(newSince), within, 100);
  }

  /** Of a morning. */
  private static FileSpan file(int written, int day, long rows) {
    return new FileSpan(at(written), day * DAY, day * DAY + HOUR, rows);
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
