package dev.sluice.common.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects what is wrong with one definition file, and knows where in the file each key stands, so
 * that a later check needs only the key's path to report at its place.
 */
final class Report {
  private static final Place START = new Place(1, 1);

  private final Path file;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Place> keys = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Report(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** A key's value stands at this place. */
  void remember(String path, Place place) {
    places.put(path, place);
  }

  /** The key itself stands at this place. */
  void rememberKey(String path, Place place) {
    keys.put(path, place);
  }

  void problem(String path, String message) {
    problem(path, message, Optional.empty());
  }

  void problem(String path, String message, String hint) {
    problem(path, message, Optional.of(hint));
  }

  /** Reported at the key's place, or at the nearest enclosing one that the file has. */
  void problem(String path, String message, Optional<String> hint) {
    problemAt(placeOf(path), path, message, hint);
  }

  /** Reported at the key rather than its value. */
  void problemAtKey(String path, String message, Optional<String> hint) {
    Place key = keys.get(path);
    problemAt(key == null ? placeOf(path) : key, path, message, hint);
  }

  void problemAt(Place place, String path, String message, Optional<String> hint) {
    problems.add(new Problem(file, place.line(), place.column(), path, message, hint));
  }

  boolean isClean() {
    return problems.isEmpty();
  }

  /** In the file's order. */
  List<Problem> problems() {
    return problems.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  private Place placeOf(String path) {
    for (String at = path; !at.isEmpty(); at = parent(at)) {
      Place place = places.get(at);
      if (place != null) {
        return place;
      }
    }
    return places.getOrDefault("", START);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  /** A line and column, 1-based. */
  record Place(int line, int column) {}
}
