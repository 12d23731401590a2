package dev.sluice.common.definition;

import static dev.sluice.common.definition.SchemaProblems.child;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Whether the names of an event's fields can be those of columns, in whatever format they come. */
final class FieldNames {
  private static final String REFUSED_BY_DELTA = " ,;{}()\n\t=";

  private FieldNames() {}

  static void check(String at, String name, SchemaProblems problems) {
    if (name.isEmpty()) {
      problems.add(at, "a name cannot be empty");
    }
    if (name.chars().anyMatch(c -> REFUSED_BY_DELTA.indexOf(c) >= 0 || Character.isISOControl(c))) {
      problems.add(
          at, "a column of Delta cannot have this name (none of: space , ; { } ( ) = or controls)");
    }
  }

  static void checkCollisions(String pointer, List<String> names, SchemaProblems problems) {
    Map<String, String> seen = new TreeMap<>();
    for (String name : names) {
      String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        problems.add(
            child(pointer, name), "is the same column as " + other + " when case is ignored");
      }
    }
  }

  static void refuseExtra(String at, SchemaProblems problems) {
    problems.add(at, "_extra is where unknown fields are kept; choose another name");
  }
}
