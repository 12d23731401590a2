package dev.sluice.common.definition;

import dev.sluice.common.table.SilverTable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which names a file may give to tables, rules and columns. */
public final class Names {
  /** Also the pattern of the published JSON Schema. */
  static final String TABLE = "^[a-z][a-z0-9_]{0,63}$";

  /** The same for people. */
  public static final String TABLE_HINT =
      "lower-case letters, digits and _, beginning with a letter, at most 64";

  /** Columns of gold that are ours. */
  private static final Set<String> GOLD =
      Set.of(
          "window_start",
          "window_end",
          "late_rows",
          "final",
          "version",
          "updated_at",
          "window_bucket",
          "_state");

  private static final Set<String> SILVER = silver();

  private static final Pattern TABLE_PATTERN = Pattern.compile(TABLE);

  /** What Delta does not have in the name of a column. */
  private static final Pattern REFUSED_BY_DELTA = Pattern.compile("[ ,;{}()\\n\\t=]");

  private Names() {}

  /** A text that can name a table and a folder. */
  static Optional<String> table(YamlNode node) {
    Optional<String> name = node.text();
    if (name.isPresent() && !isTable(name.get())) {
      node.invalid(TABLE_HINT);
      return Optional.empty();
    }
    return name;
  }

  /** Spark and Delta tell names apart without regard to case. */
  static String ignoringCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether a text can name a dataset and its tables. */
  public static boolean isTable(String name) {
    return TABLE_PATTERN.matcher(name).matches();
  }

  /** Whether silver has a column of this name beside the dataset's fields, or might get one. */
  public static boolean isSilvers(String column) {
    String name = ignoringCase(column);
    return SILVER.contains(name) || name.startsWith("_");
  }

  static boolean isGolds(String column) {
    String name = ignoringCase(column);
    return GOLD.contains(name) || name.startsWith("_");
  }

  /** Whether Delta has no columns of this name. */
  public static boolean isRefusedByDelta(String column) {
    return column.isEmpty() || REFUSED_BY_DELTA.matcher(column).find();
  }

  private static Set<String> silver() {
    Set<String> names = new TreeSet<>(Arrays.asList(SilverTable.HEAD.fieldNames()));
    names.addAll(Arrays.asList(SilverTable.TAIL.fieldNames()));
    return Set.copyOf(names);
  }
}
