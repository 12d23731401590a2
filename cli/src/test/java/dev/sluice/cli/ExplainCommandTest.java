package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"SL-2001", "sl-2001", "2001", "SL2001"})
  void acceptsACodeAsPeopleTypeIt(String code) {
    TestConsole console = TestConsole.piped(home);

    assertThat(console.run("explain", code)).isZero();
    assertThat(console.out()).startsWith("SL-2001: ").contains("What helps: ");
  }

  @Test
  void anUnknownCodeIsAUsageError() {
    TestConsole console = TestConsole.piped(home);

    assertThat(console.run("explain", "SL-9999")).isEqualTo(2);
    assertThat(console.error()).contains("Cannot explain SL-9999: no error has that code");
  }

  @Test
  void everyCodeInTheProgramIsExplained() {
    Set<String> explained = new TreeSet<>();
    ErrorGuide.load().entries().forEach(entry -> explained.add(entry.code()));

    // A code that is no longer raised stays explained: someone may find it in an old log.
    assertThat(explained).containsAll(ErrorCodes.inMainClasses()).contains("SL-2001");
  }

  @Test
  void everyExplanationHasATitleAndAText() {
    assertThat(ErrorGuide.load().entries())
        .allSatisfy(
            entry -> {
              assertThat(entry.title()).isNotBlank();
              assertThat(entry.text()).hasSizeGreaterThan(40);
            });
  }
}
