package dev.sluice.common.definition;

import java.util.ArrayList;
import java.util.List;

/** Everything wrong with a schema file, each problem at its JSON pointer. */
final class SchemaProblems {
  private final List<String> problems = new ArrayList<>();

  /** Notes a problem; the empty pointer is the whole document. */
  void add(String pointer, String message) {
    problems.add((pointer.isEmpty() ? "(root)" : pointer) + ": " + message);
  }

  List<String> all() {
    return problems;
  }

  /** The pointer of a member of what is at {@code pointer}. */
  static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
