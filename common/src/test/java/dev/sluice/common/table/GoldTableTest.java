package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldTableTest {
  @ParameterizedTest(name = "{0} in spans of {1} is {2}")
  @CsvSource({
    "2024-03-10T12:59:59.999999Z, PT1H, 2024-03-10-12-00",
    "2024-03-10T12:59:00Z, PT10M, 2024-03-10-12-50",
    "2024-03-10T12:59:00Z, P1D, 2024-03-10-00-00",
    "2024-03-10T12:59:42Z, PT10S, 2024-03-10-12-59-40",
    "1969-12-31T23:59:59Z, PT1H, 1969-12-31-23-00",
    "1970-01-01T00:00:00Z, PT1H, 1970-01-01-00-00",
  })
  void aBucketIsNamedByItsStart(Instant windowStart, Duration span, String name) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, windowStart);
    assertThat(GoldTable.bucket(micros, span)).isEqualTo(name);
  }
}
