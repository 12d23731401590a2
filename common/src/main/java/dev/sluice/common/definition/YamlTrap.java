package dev.sluice.common.definition;

import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The words that YAML 1.1 reads as booleans and YAML 1.2, which we read, as texts. Editors and
 * other tools disagree about them, so a file must say which it means.
 */
final class YamlTrap {
  private static final Set<String> WORDS = Set.of("on", "off", "yes", "no");

  private YamlTrap() {}

  static boolean isBooleanElsewhere(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.PLAIN
        && WORDS.contains(scalar.getValue().toLowerCase(Locale.ROOT));
  }

  static String message(String path, ScalarNode scalar) {
    return "Ambiguous value for "
        + path
        + ": "
        + scalar.getValue()
        + " is a boolean to some readers of YAML and a text to others";
  }
}
