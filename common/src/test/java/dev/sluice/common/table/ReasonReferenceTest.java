package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonReferenceTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

  @Test
  void theReferenceExplainsEveryReasonOnce() throws IOException {
    Path page = Path.of(System.getProperty("sluice.home"), "docs", "reference", "reasons.md");
    List<String> explained =
        ROW.matcher(Files.readString(page))
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    assertThat(explained)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::name).toList());
  }
}
