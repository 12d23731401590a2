package dev.sluice.common.definition;

import dev.sluice.common.table.SilverTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What of a row leaves its judgement in another form only (design 4.1, point 5): rules see the
 * clear row, silver and all that is made of it the protected one.
 *
 * @param clear silver's columns as the rules see them
 * @param fields none inside another
 * @param keys of {@code hmac}; the first signs, the others have signed before
 */
public record Protection(StructType clear, List<Field> fields, List<HmacKey> keys)
    implements Serializable {

  public Protection {
    fields = List.copyOf(fields);
    keys = List.copyOf(keys);
  }

  /** Silver without anything protected. */
  public static Protection none(StructType silver) {
    return new Protection(silver, List.of(), List.of());
  }

  /**
   * One protected value of a row.
   *
   * @param path names of structs and of the value in the last; elements of arrays have no name, all
   *     of them are meant. May lead to a field of the source that silver does not have.
   */
  public record Field(List<String> path, ProtectMethod method) implements Serializable {
    public Field {
      path = List.copyOf(path);
    }

    /** The column it is in. */
    public String column() {
      return path.get(0);
    }
  }

  /** Whether any value is protected. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** What of a column is protected, each with its way inside: no names for all of it. */
  public List<Field> inside(String column) {
    return below(fields, column);
  }

  /** The fields of a struct's member, with the way that is left. */
  public static List<Field> below(List<Field> fields, String name) {
    return fields.stream()
        .filter(field -> field.path().get(0).equals(name))
        .map(field -> new Field(field.path().subList(1, field.path().size()), field.method()))
        .toList();
  }

  /** Names of extra fields that are not kept: those of protected fields, in lower case. */
  public Set<String> refusedExtras() {
    Set<String> names = new TreeSet<>();
    fields.forEach(field -> names.add(Names.ignoringCase(field.column())));
    return names;
  }

  /** Whether no extra field is kept at all. */
  public boolean dropsExtra() {
    return fields.stream().anyMatch(field -> field.column().equals(SilverTable.EXTRA));
  }

  /** Silver's columns as they leave. */
  public StructType silver() {
    return type(clear, fields);
  }

  private static StructType type(StructType clear, List<Field> fields) {
    List<StructField> columns = new ArrayList<>();
    for (StructField column : clear.fields()) {
      List<Field> inside = below(fields, column.name());
      if (!isDropped(inside) || column.name().equals(SilverTable.EXTRA)) {
        columns.add(
            DataTypes.createStructField(
                column.name(), type(column.dataType(), inside), column.nullable()));
      }
    }
    return new StructType(columns.toArray(StructField[]::new));
  }

  /** Whether these are a whole value that is dropped. */
  public static boolean isDropped(List<Field> inside) {
    return isWhole(inside) && inside.get(0).method() instanceof ProtectMethod.Drop;
  }

  /** Whether these are a whole value rather than parts of it. */
  public static boolean isWhole(List<Field> inside) {
    return inside.size() == 1 && inside.get(0).path().isEmpty();
  }

  private static DataType type(DataType clear, List<Field> inside) {
    if (inside.isEmpty()) {
      return clear;
    } else if (clear instanceof ArrayType array) {
      return DataTypes.createArrayType(type(array.elementType(), inside), array.containsNull());
    } else if (clear instanceof StructType struct && !isWhole(inside)) {
      return type(struct, inside);
    }
    return inside.get(0).method() instanceof ProtectMethod.Hmac ? DataTypes.StringType : clear;
  }
}
