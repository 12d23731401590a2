package dev.sluice.common.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class Nearest {
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

  /** The known names, those with the fewest edits first. */
  public static List<String> ranked(String name, Collection<String> known) {
    return known.stream()
        .sorted(
            Comparator.comparingInt((String candidate) -> edits(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static int tolerance(String candidate) {
    return Math.max(1, (candidate.length() + 1) / 3);
  }

  /** Levenshtein's distance, ignoring case; two neighbours that changed places are one edit. */
  public static int edits(String left, String right) {
    String from = left.toLowerCase(Locale.ROOT);
    String to = right.toLowerCase(Locale.ROOT);
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int row = 0; row <= from.length(); row++) {
      for (int column = 0; column <= to.length(); column++) {
        edits[row][column] =
            row == 0 || column == 0 ? row + column : fewest(edits, from, to, row, column);
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int fewest(int[][] edits, String from, String to, int row, int column) {
    int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
    int fewest =
        Math.min(
            edits[row - 1][column - 1] + change,
            1 + Math.min(edits[row - 1][column], edits[row][column - 1]));
    boolean changedPlaces =
        row > 1
            && column > 1
            && from.charAt(row - 1) == to.charAt(column - 2)
            && from.charAt(row - 2) == to.charAt(column - 1);
    return changedPlaces ? Math.min(fewest, edits[row - 2][column - 2] + 1) : fewest;
  }
}
