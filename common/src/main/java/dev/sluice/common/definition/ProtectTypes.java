package dev.sluice.common.definition;

import dev.sluice.common.definition.ProtectMethod.Hmac;
import dev.sluice.common.definition.ProtectMethod.Mask;
import dev.sluice.common.definition.ProtectMethod.Truncate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which values a method can protect. */
final class ProtectTypes {
  private ProtectTypes() {}

  /** The type that a way leads to; arrays are gone through. */
  static Optional<DataType> find(DataType type, List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(type);
    } else if (type instanceof ArrayType array) {
      return find(array.elementType(), path);
    } else if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields())
          .filter(field -> field.name().equals(path.get(0)))
          .findFirst()
          .flatMap(field -> find(field.dataType(), path.subList(1, path.size())));
    }
    return Optional.empty();
  }

  /** Why the method cannot take values of a type; arrays are protected element by element. */
  static Optional<String> problem(DataType type, ProtectMethod method) {
    if (type instanceof ArrayType array) {
      return problem(array.elementType(), method);
    }
    String found = "is " + type.simpleString();
    if (method instanceof Hmac && !StoredType.isKey(type)) {
      return Optional.of("hmac takes single values, and this " + found + ": name a field in it");
    } else if (method instanceof Mask && !type.equals(DataTypes.StringType)) {
      return Optional.of("mask takes text, and this " + found);
    } else if (method instanceof Truncate truncate) {
      boolean isText = type.equals(DataTypes.StringType);
      boolean isTime = type.equals(DataTypes.DateType) || type.equals(DataTypes.TimestampType);
      if (truncate.length() > 0 && !isText) {
        return Optional.of("length is of text, and this " + found);
      } else if (!isText && !isTime) {
        return Optional.of(
            "truncate takes an address, a text, a date or a timestamp, and this " + found);
      }
    }
    return Optional.empty();
  }

  /** Whether a struct has lost all its fields. */
  static boolean hasEmptyStruct(DataType type) {
    if (type instanceof ArrayType array) {
      return hasEmptyStruct(array.elementType());
    }
    return type instanceof StructType struct
        && (struct.isEmpty()
            || Arrays.stream(struct.fields())
                .map(StructField::dataType)
                .anyMatch(ProtectTypes::hasEmptyStruct));
  }
}
