package dev.sluice.common.definition;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** A case of a table of bad files: what is wrong and what is said about it. */
final class BadFile {
  private BadFile() {}

  /**
   * @param problems each {@code line:column: message (hint)}, in the file's order
   */
  static Arguments bad(String name, DefinitionFile file, String... problems) {
    return Arguments.argumentSet(name, file, List.of(problems));
  }
}
