package dev.sluice.common.definition;

import java.util.List;

/** A JSON Schema file that cannot be the schema of an event; names everything wrong with it. */
public final class InvalidSchema extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  InvalidSchema(List<String> problems) {
    super("Invalid event schema: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * Each {@code <JSON pointer>: <message>}; the pointer of the whole document is {@code (root)}.
   */
  public List<String> problems() {
    return problems;
  }
}
