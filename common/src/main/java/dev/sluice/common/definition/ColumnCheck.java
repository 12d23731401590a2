package dev.sluice.common.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the columns of silver that a file names.
 *
 * @param broken columns that should be there but could not be analysed
 */
record ColumnCheck(StructType silver, Set<String> broken, Report report) {

  /** The column of that name, fit to identify or group rows. */
  Optional<StructField> key(String path, String name) {
    Optional<StructField> column = find(path, name);
    if (column.isPresent() && !StoredType.isKey(column.get().dataType())) {
      report.problem(
          path,
          "Wrong type: " + path + ": " + name + " is " + column.get().dataType().simpleString(),
          "rows cannot be told apart by it");
      return Optional.empty();
    }
    return column;
  }

  private Optional<StructField> find(String path, String name) {
    List<String> names = Arrays.asList(silver.fieldNames());
    if (names.contains(name)) {
      return Optional.of(silver.apply(name));
    }
    if (!broken.contains(name)) {
      report.problem(
          path,
          "Unknown column of silver: " + path + ": " + Shown.text(name),
          Nearest.hint(name, names));
    }
    return Optional.empty();
  }
}
