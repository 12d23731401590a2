package dev.sluice.common.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How the columns of a table become those that somebody wants it to have. Columns are added behind
 * the others and never go, fields are added behind those of their struct; no type ever changes,
 * since that would mean other files (design 4.1, point 11).
 */
public final class TableColumns {
  private TableColumns() {}

  /**
   * Why a table cannot get the columns that are wanted; empty when it can. A column that is not
   * wanted any more is no reason.
   */
  public static List<String> conflicts(StructType table, StructType wanted) {
    List<String> conflicts = new ArrayList<>();
    for (StructField field : wanted.fields()) {
      namesake(table, field)
          .ifPresent(column -> conflicts.addAll(conflicts(field.name(), column, field)));
    }
    return List.copyOf(conflicts);
  }

  private static List<String> conflicts(String path, StructField has, StructField wanted) {
    return has.name().equals(wanted.name())
        ? conflicts(path, has.dataType(), wanted.dataType())
        : List.of("column " + path + " is called " + has.name() + " in the table");
  }

  private static List<String> conflicts(String path, DataType has, DataType wanted) {
    if (has instanceof StructType struct && wanted instanceof StructType other) {
      return conflicts(path, struct, other);
    } else if (has instanceof ArrayType array && wanted instanceof ArrayType other) {
      return conflicts(path + "[]", array.elementType(), other.elementType());
    }
    return isSame(has, wanted)
        ? List.of()
        : List.of(
            "column %s is %s and would be %s"
                .formatted(path, has.catalogString(), wanted.catalogString()));
  }

  /** Expressions know the fields of a struct by their positions, so these have to stay. */
  private static List<String> conflicts(String path, StructType has, StructType wanted) {
    List<String> conflicts = new ArrayList<>();
    for (int at = 0; at < has.length(); at++) {
      String field = path + "." + has.fields()[at].name();
      if (at >= wanted.length() || !isNamedLike(has.fields()[at], wanted.fields()[at])) {
        conflicts.add(
            "column "
                + field
                + " would be gone, or in another place: an object gets new fields behind its own");
        return conflicts;
      }
      conflicts.addAll(
          conflicts(field, has.fields()[at].dataType(), wanted.fields()[at].dataType()));
    }
    return conflicts;
  }

  private static boolean isNamedLike(StructField one, StructField other) {
    return one.name().equals(other.name());
  }

  /** The columns of a table with those that it lacks; only where nothing {@link #conflicts}. */
  public static StructType wider(StructType table, StructType wanted) {
    StructType wider = new StructType();
    for (StructField column : table.fields()) {
      wider =
          wider.add(find(wanted, column.name()).map(field -> wider(column, field)).orElse(column));
    }
    for (StructField field : wanted.fields()) {
      wider = find(table, field.name()).isEmpty() ? wider.add(field) : wider;
    }
    return wider;
  }

  private static StructField wider(StructField column, StructField wanted) {
    return isSame(column.dataType(), wanted.dataType())
        ? column
        : new StructField(column.name(), wanted.dataType(), column.nullable(), column.metadata());
  }

  /** What {@link #wider} adds, by path. */
  public static List<String> added(StructType table, StructType wanted) {
    return Stream.of(wanted.fields())
        .flatMap(
            field ->
                find(table, field.name())
                    .map(column -> added(field.name(), column.dataType(), field.dataType()))
                    .orElseGet(() -> Stream.of(field.name())))
        .toList();
  }

  private static Stream<String> added(String path, DataType has, DataType wanted) {
    if (has instanceof StructType struct && wanted instanceof StructType other) {
      return added(struct, other).stream().map(field -> path + "." + field);
    } else if (has instanceof ArrayType array && wanted instanceof ArrayType other) {
      return added(path + "[]", array.elementType(), other.elementType());
    }
    return Stream.of();
  }

  /**
   * Rows of a table with the columns that are wanted, in their order: for whoever knows columns by
   * their positions. A column that the table does not have yet is NULL.
   */
  public static Dataset<Row> as(StructType wanted, Dataset<Row> rows) {
    StructType has = rows.schema();
    return List.of(has.fieldNames()).equals(List.of(wanted.fieldNames()))
        ? rows
        : rows.select(
            Stream.of(wanted.fields()).map(field -> column(field, has)).toArray(Column[]::new));
  }

  private static Column column(StructField field, StructType has) {
    return find(has, field.name()).isPresent()
        ? functions.col("`" + field.name().replace("`", "``") + "`")
        : functions.lit(null).cast(field.dataType()).as(field.name());
  }

  private static boolean isSame(DataType one, DataType other) {
    return one.catalogString().equals(other.catalogString());
  }

  private static Optional<StructField> namesake(StructType struct, StructField field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return Stream.of(struct.fields())
        .filter(other -> other.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  private static Optional<StructField> find(StructType struct, String name) {
    return Stream.of(struct.fields()).filter(field -> field.name().equals(name)).findFirst();
  }
}
