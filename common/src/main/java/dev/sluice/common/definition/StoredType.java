package dev.sluice.common.definition;

import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a value's type becomes in a table: integers are bigint and floats double from the start, so
 * that no table ever needs type widening (design 4.1, point 11).
 */
final class StoredType {
  private StoredType() {}

  static DataType of(DataType type) {
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(of(array.elementType()), array.containsNull());
    } else if (type instanceof MapType map) {
      return DataTypes.createMapType(
          of(map.keyType()), of(map.valueType()), map.valueContainsNull());
    } else if (type instanceof StructType struct) {
      StructType stored = new StructType();
      for (StructField field : struct.fields()) {
        stored = stored.add(field.name(), of(field.dataType()), field.nullable());
      }
      return stored;
    }
    return plain(type);
  }

  /** Whether rows can be told apart, grouped and named by values of this type. */
  static boolean isKey(DataType type) {
    return type instanceof AtomicType && !(type instanceof BinaryType);
  }

  /** Whether Delta takes the names of all fields inside. */
  static boolean hasLegalNames(DataType type) {
    if (type instanceof ArrayType array) {
      return hasLegalNames(array.elementType());
    } else if (type instanceof MapType map) {
      return hasLegalNames(map.keyType()) && hasLegalNames(map.valueType());
    }
    return !(type instanceof StructType struct) || hasLegalNames(struct);
  }

  private static boolean hasLegalNames(StructType struct) {
    long distinct = Arrays.stream(struct.fieldNames()).map(Names::ignoringCase).distinct().count();
    return distinct == struct.length()
        && Arrays.stream(struct.fields())
            .allMatch(
                field -> !Names.isRefusedByDelta(field.name()) && hasLegalNames(field.dataType()));
  }

  private static DataType plain(DataType type) {
    if (type.equals(DataTypes.ByteType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.IntegerType)) {
      return DataTypes.LongType;
    }
    return type.equals(DataTypes.FloatType) ? DataTypes.DoubleType : type;
  }
}
