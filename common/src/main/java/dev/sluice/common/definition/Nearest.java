package dev.sluice.common.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
final class Nearest {
  private Nearest() {}

  /** {@code did you mean orders?}, or {@code known: items, orders} when nothing is near. */
  static String hint(String name, Collection<String> known) {
    return to(name, known)
        .map(nearest -> "did you mean " + nearest + "?")
        .orElseGet(() -> "known: " + String.join(", ", known.stream().sorted().toList()));
  }

  /** The known name with the fewest edits, when a third of its letters or fewer are wrong. */
  static Optional<String> to(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> edits(name, candidate) <= tolerance(candidate))
        .min(
            Comparator.comparingInt((String candidate) -> edits(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int tolerance(String candidate) {
    return Math.max(1, (candidate.length() + 1) / 3);
  }

  /** Levenshtein's distance, ignoring case. */
  static int edits(String left, String right) {
    String from = left.toLowerCase(Locale.ROOT);
    String to = right.toLowerCase(Locale.ROOT);
    int[] previous = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int swap = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + swap, 1 + Math.min(previous[column], current[column - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
