package dev.sluice.common.definition;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing wrong with a definition file, at its place.
 *
 * @param line 1-based
 * @param column 1-based
 * @param path the key, from the root of the file: {@code silver.rules[0].expr}; empty for the file
 *     as a whole
 * @param message what is wrong, with the value in it; one line
 * @param hint what would help: the nearest key, the allowed values
 */
public record Problem(
    Path file, int line, int column, String path, String message, Optional<String> hint) {

  public Problem {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(hint, "hint");
  }

  /** {@code file:line:column: message (hint)}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + summary();
  }

  /** {@code message (hint)}, without the place. */
  public String summary() {
    return message + hint.map(text -> " (" + text + ")").orElse("");
  }
}
