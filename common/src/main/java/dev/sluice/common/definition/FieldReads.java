package dev.sluice.common.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayStructFields;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.types.StructType;

/** Which fields of its input an analysed expression reads, as far inside structs as it says. */
final class FieldReads {
  private FieldReads() {}

  /** The ways of all fields read. */
  static List<List<String>> of(Expression bound, StructType input) {
    List<List<String>> reads = new ArrayList<>();
    collect(bound, input, reads);
    return reads;
  }

  /** Whether an expression is nothing but a field. */
  static boolean isField(Expression bound, StructType input, String name) {
    return bound instanceof BoundReference && path(bound, input).equals(Optional.of(List.of(name)));
  }

  /** Whether one of two ways leads to the other. */
  static boolean overlap(List<String> one, List<String> other) {
    int common = Math.min(one.size(), other.size());
    return one.subList(0, common).equals(other.subList(0, common));
  }

  private static void collect(Expression bound, StructType input, List<List<String>> reads) {
    Optional<List<String>> path = path(bound, input);
    if (path.isPresent()) {
      reads.add(path.get());
    } else {
      Catalyst.children(bound).forEach(child -> collect(child, input, reads));
    }
  }

  /** The way of an expression that only goes into structs; anything else has none. */
  private static Optional<List<String>> path(Expression bound, StructType input) {
    if (bound instanceof BoundReference column) {
      return Optional.of(List.of(input.fields()[column.ordinal()].name()));
    } else if (bound instanceof GetStructField member) {
      String name = ((StructType) member.child().dataType()).fields()[member.ordinal()].name();
      return path(member.child(), input).map(path -> plus(path, name));
    } else if (bound instanceof GetArrayStructFields members) {
      return path(members.child(), input).map(path -> plus(path, members.field().name()));
    }
    return Optional.empty();
  }

  private static List<String> plus(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}
