package dev.sluice.common.definition;

import dev.sluice.common.table.Lake;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a reference table lies, by what the definition says: {@code ….csv} and {@code ….parquet}
 * are files, relative to the dataset file; anything else is a Delta table, relative to the lake.
 *
 * @param path a path or URL
 */
public record ReferencePlace(Kind kind, String path) {
  private static final Pattern ABSOLUTE = Pattern.compile("(?:/|[a-zA-Z][a-zA-Z0-9+.-]+:).*");

  /** How a table is read. */
  public enum Kind {
    CSV,
    PARQUET,
    DELTA
  }

  /**
   * Finds it.
   *
   * @param dataset the dataset file
   */
  public static ReferencePlace of(String table, Path dataset, Lake lake) {
    if (isOfLake(table)) {
      return new ReferencePlace(Kind.DELTA, lake.root() + "/" + table);
    }
    return new ReferencePlace(
        kind(table),
        isAbsolute(table)
            ? table
            : dataset.toAbsolutePath().resolveSibling(table).normalize().toString());
  }

  /** Whether it is another table in another lake. */
  static boolean isOfLake(String table) {
    return kind(table) == Kind.DELTA && !isAbsolute(table);
  }

  private static boolean isAbsolute(String table) {
    return ABSOLUTE.matcher(table).matches();
  }

  private static Kind kind(String table) {
    String name = table.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Kind.CSV;
    }
    return name.endsWith(".parquet") ? Kind.PARQUET : Kind.DELTA;
  }
}
