package dev.sluice.cli;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What a command may assume about the other side of its output. The launcher knows and says so in
 * system properties, since a JVM cannot ask about stdout and stderr apart.
 *
 * @param width columns of the terminal that stdout is; empty when it is a pipe or a file
 * @param errorIsTerminal whether progress may rewrite its own lines
 * @param allowsColour whether NO_COLOR and TERM leave colour to us
 */
public record Terminal(OptionalInt width, boolean errorIsTerminal, boolean allowsColour) {

  /** Neither stdout nor stderr is a terminal. */
  public static Terminal none() {
    return new Terminal(OptionalInt.empty(), false, false);
  }

  static Terminal of(Properties properties, Map<String, String> environment) {
    return new Terminal(
        width(properties.getProperty("sluice.terminal.width", "")),
        Boolean.parseBoolean(properties.getProperty("sluice.terminal.error")),
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM")));
  }

  boolean coloursOutput() {
    return allowsColour && width.isPresent();
  }

  boolean coloursError() {
    return allowsColour && errorIsTerminal;
  }

  // Some terminals (of CI, of editors) say they are 0 columns wide.
  private static OptionalInt width(String value) {
    if (!value.matches("[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    int columns = Integer.parseInt(value);
    return OptionalInt.of(columns == 0 ? 80 : Math.max(columns, 20));
  }
}
