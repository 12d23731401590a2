package dev.sluice.common.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.collection.JavaConverters;

/** What the registry of functions knows about a name, without building the function. */
final class FunctionNames {
  private FunctionNames() {}

  static String name(UnresolvedFunction call) {
    return String.join(".", JavaConverters.seqAsJavaList(call.nameParts()))
        .toLowerCase(Locale.ROOT);
  }

  static boolean isKnown(String name) {
    return info(name).isPresent();
  }

  static boolean isAggregate(String name) {
    return isOf(name, "agg_funcs");
  }

  static boolean isGenerator(String name) {
    return isOf(name, "generator_funcs");
  }

  static boolean isWindow(String name) {
    return isOf(name, "window_funcs");
  }

  static List<String> all() {
    List<String> names = new ArrayList<>();
    for (FunctionIdentifier function :
        JavaConverters.seqAsJavaList(Catalyst.functions().listFunction())) {
      names.add(function.funcName());
    }
    return names;
  }

  private static boolean isOf(String name, String group) {
    return info(name).map(known -> known.getGroup().equals(group)).orElse(false);
  }

  private static Optional<ExpressionInfo> info(String name) {
    scala.Option<ExpressionInfo> info =
        Catalyst.functions().lookupFunction(new FunctionIdentifier(name));
    return info.isDefined() ? Optional.of(info.get()) : Optional.empty();
  }
}
