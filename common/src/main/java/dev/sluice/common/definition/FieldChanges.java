package dev.sluice.common.definition;

import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether every event of one shape is an event of another one, with the same values in it. */
final class FieldChanges {
  private final boolean hasDefaults;
  private final List<String> refusals = new ArrayList<>();

  private FieldChanges(boolean hasDefaults) {
    this.hasDefaults = hasDefaults;
  }

  /**
   * Why not; empty when it is.
   *
   * @param hasDefaults whether the format has a value for fields that an event lacks
   */
  static List<String> refusals(EventSchema before, EventSchema after, boolean hasDefaults) {
    FieldChanges changes = new FieldChanges(hasDefaults);
    changes.fields("", before.fields(), after.fields());
    return changes.refusals;
  }

  private void fields(String path, List<Field> before, List<Field> after) {
    Map<String, Field> known = byName(before);
    Map<String, Field> kept = byName(after);
    for (Field field : before) {
      String at = path + field.name();
      Field next = kept.get(field.name());
      if (next == null) {
        refusals.add("field " + at + " is gone");
      } else {
        field(at, field, next);
      }
    }
    for (Field field : after) {
      if (!known.containsKey(field.name()) && field.required() && !hasDefaults) {
        refusals.add("field " + path + field.name() + " is new and required");
      }
    }
  }

  private static Map<String, Field> byName(List<Field> fields) {
    return fields.stream().collect(Collectors.toMap(Field::name, Function.identity()));
  }

  private void field(String at, Field before, Field after) {
    if (after.required() && !before.required()) {
      refusals.add("field " + at + " is required now");
    }
    type(at, before.type(), after.type());
  }

  private void type(String at, Type before, Type after) {
    if (before instanceof Type.Struct old && after instanceof Type.Struct next) {
      fields(at + ".", old.fields(), next.fields());
    } else if (before instanceof Type.Array old && after instanceof Type.Array next) {
      type(at + "[]", old.element(), next.element());
      refuse(!old.nullableElements() || next.nullableElements(), at, "no longer takes nulls");
    } else if (before instanceof Type.Text old && after instanceof Type.Text next) {
      refuse(
          next.values().isEmpty()
              || !old.values().isEmpty() && next.values().containsAll(old.values()),
          at,
          "takes fewer values");
    } else if (before instanceof Type.Int old && after instanceof Type.Int next) {
      bounds(at, old.minimum(), old.maximum(), next.minimum(), next.maximum());
    } else if (before instanceof Type.Float old && after instanceof Type.Float next) {
      bounds(at, old.minimum(), old.maximum(), next.minimum(), next.maximum());
    } else if (before instanceof Type.Decimal old
        && after instanceof Type.Decimal next
        && isLike(old, next)) {
      bounds(at, old.minimum(), old.maximum(), next.minimum(), next.maximum());
    } else {
      refuse(before.equals(after), at, "has another type");
    }
  }

  private static boolean isLike(Type.Decimal one, Type.Decimal other) {
    return one.precision() == other.precision()
        && one.scale() == other.scale()
        && one.quoted() == other.quoted();
  }

  private <T extends Comparable<T>> void bounds(
      String at, Optional<T> from, Optional<T> to, Optional<T> nextFrom, Optional<T> nextTo) {
    boolean isWide = isWithin(from, nextFrom, 1) && isWithin(to, nextTo, -1);
    refuse(isWide, at, "has narrower bounds");
  }

  /** Whether a bound is not beyond another one; without a bound everything is within. */
  private static <T extends Comparable<T>> boolean isWithin(
      Optional<T> bound, Optional<T> other, int direction) {
    return other.isEmpty()
        || bound.isPresent() && direction * bound.get().compareTo(other.get()) >= 0;
  }

  private void refuse(boolean isFine, String at, String why) {
    if (!isFine) {
      refusals.add("field " + at + " " + why);
    }
  }
}
