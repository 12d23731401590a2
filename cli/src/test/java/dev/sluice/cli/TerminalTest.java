package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @Test
  void withoutAWordFromTheLauncherNothingIsATerminal() {
    Terminal terminal = Terminal.of(new Properties(), Map.of());

    assertThat(terminal.width()).isEmpty();
    assertThat(terminal.coloursOutput()).isFalse();
    assertThat(terminal.coloursError()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"120, 120", "0, 80", "3, 20"})
  void unlikelyWidthsAreCorrected(String said, int used) {
    assertThat(withWidth(said, Map.of()).width()).isEqualTo(OptionalInt.of(used));
  }

  @Test
  void aWidthThatIsNoNumberMeansNoTerminal() {
    assertThat(withWidth("wide", Map.of()).width()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"NO_COLOR, 1", "TERM, dumb"})
  void theEnvironmentCanForbidColour(String variable, String value) {
    assertThat(withWidth("80", Map.of()).coloursOutput()).isTrue();
    assertThat(withWidth("80", Map.of(variable, value)).coloursOutput()).isFalse();
  }

  private static Terminal withWidth(String width, Map<String, String> environment) {
    Properties properties = new Properties();
    properties.setProperty("sluice.terminal.width", width);
    return Terminal.of(properties, environment);
  }
}
