package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Protect;
import dev.sluice.common.definition.DefinitionReader.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code silver.protect}. */
final class ProtectSection {
  /** Longer than any text that is accepted; keeps numbers within an int. */
  private static final long MOST_CHARACTERS = 1 << 20;

  private enum Method {
    HMAC,
    MASK,
    TRUNCATE,
    DROP
  }

  private static final Map<String, Method> METHODS =
      Map.of(
          "hmac", Method.HMAC,
          "mask", Method.MASK,
          "truncate", Method.TRUNCATE,
          "drop", Method.DROP);

  private ProtectSection() {}

  /** Keeps the position of an item that cannot be read, so that paths stay right. */
  static List<Protect> read(YamlNode node) {
    List<Protect> protect = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    for (YamlNode item : node.items()) {
      Protect one = item(item.object(DatasetKeys.PROTECT));
      if (!one.field().equals(Draft.UNREADABLE) && fields.contains(one.field())) {
        item.problem("Protected twice: " + Shown.text(one.field()));
      }
      fields.add(one.field());
      protect.add(one);
    }
    return protect;
  }

  private static Protect item(YamlObject item) {
    Method method = item.get("as").flatMap(as -> as.oneOf(METHODS)).orElse(null);
    refuseUnless(method == null || method == Method.MASK, item, "keep", "mask");
    refuseUnless(method == null || method == Method.TRUNCATE, item, "length", "truncate");
    // An unreadable method is dropped, which causes no further problem.
    return new Protect(
        item.text("field").orElse(Draft.UNREADABLE),
        method == null ? new ProtectMethod.Drop() : method(method, item));
  }

  private static void refuseUnless(boolean fits, YamlObject item, String key, String method) {
    if (!fits) {
      item.get(key)
          .ifPresent(value -> value.problem(value.path() + " goes with as: " + method + " only"));
    }
  }

  private static ProtectMethod method(Method method, YamlObject item) {
    YamlObject keep = YamlObject.of(item.get("keep"), DatasetKeys.KEEP);
    return switch (method) {
      case HMAC -> new ProtectMethod.Hmac();
      case MASK -> new ProtectMethod.Mask(characters(keep, "first"), characters(keep, "last"));
      case TRUNCATE -> new ProtectMethod.Truncate(characters(item, "length"));
      case DROP -> new ProtectMethod.Drop();
    };
  }

  private static int characters(YamlObject object, String key) {
    return object
        .get(key)
        .flatMap(YamlNode::count)
        .map(count -> (int) Math.min(count, MOST_CHARACTERS))
        .orElse(0);
  }
}
