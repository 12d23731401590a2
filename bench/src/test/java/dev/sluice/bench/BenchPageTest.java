package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchPageTest {
  @Test
  void aTableForEachCase() {
    CaseReport report =
        new CaseReport(
            "decode.json",
            "values",
            1_000,
            List.of(
                new Measured("bare", List.of(1.0, 2.0, 4.0)),
                new Measured("silver", List.of(1.5, 3.0, 6.0))));
    assertThat(BenchPage.of(Machine.here(), 3, List.of(report)))
        .contains(Machine.here().line())
        .endsWith(
            """
            ## decode.json

            1,000 values.

            | contender | median s | fastest | slowest | rows/s | ratio |
            | --- | --- | --- | --- | --- | --- |
            | bare | 2.00 | 1.00 | 4.00 | 500 | 1.00 |
            | silver | 3.00 | 1.50 | 6.00 | 333 | 1.50 |
            """);
  }
}
