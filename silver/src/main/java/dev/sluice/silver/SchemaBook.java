package dev.sluice.silver;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/** What is known of schema ids at one moment: what tasks see of the registry. */
final class SchemaBook implements Serializable {
  private static final long serialVersionUID = 1L;

  static final SchemaBook EMPTY = new SchemaBook(Map.of());

  private final HashMap<Integer, SchemaAnswer> answers;

  SchemaBook(Map<Integer, SchemaAnswer> answers) {
    this.answers = new HashMap<>(answers);
  }

  /** The answer for an id; null when nobody has asked yet. */
  SchemaAnswer answer(int id) {
    return answers.get(id);
  }
}
