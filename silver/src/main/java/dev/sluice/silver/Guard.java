package dev.sluice.silver;

import dev.sluice.common.definition.ProtectMethod;
import dev.sluice.common.definition.ProtectMethod.Hmac;
import dev.sluice.common.definition.ProtectMethod.Mask;
import dev.sluice.common.definition.ProtectMethod.Truncate;
import dev.sluice.common.definition.Protection;
import dev.sluice.common.definition.Protection.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Gives the protected form of values of one type, in Catalyst's representation. Total: no value of
 * the type makes it throw. Not asked for NULL, which stays NULL. For one thread.
 */
interface Guard {

  /** The protected form of a value that is not null; null where nothing of it may be shown. */
  Object protect(Object value);

  /**
   * The guard of a column.
   *
   * @param type of the clear values
   * @param inside what of them is protected; not all of it dropped
   * @param signer signs for {@code hmac}
   */
  static Guard of(DataType type, List<Field> inside, Signer signer) {
    if (type instanceof ArrayType array) {
      return new OfArray(array.elementType(), of(array.elementType(), inside, signer));
    }
    return Protection.isWhole(inside)
        ? of(type, inside.get(0).method(), signer)
        : new OfStruct((StructType) type, inside, signer);
  }

  private static Guard of(DataType type, ProtectMethod method, Signer signer) {
    if (method instanceof Hmac) {
      ValueText text = new ValueText(type);
      return value -> signer.sign(text.of(value));
    } else if (method instanceof Mask mask) {
      return new MaskGuard(mask.first(), mask.last());
    } else if (method instanceof Truncate truncate && truncate.length() > 0) {
      return new PrefixGuard(truncate.length());
    } else if (type instanceof DateType) {
      return days -> MonthGuard.ofDays((int) days);
    } else if (type instanceof TimestampType) {
      return micros -> MonthGuard.ofMicros((long) micros);
    }
    return new NetworkGuard();
  }

  /** Each element that is not null. */
  final class OfArray implements Guard {
    private final DataType type;
    private final Guard element;

    OfArray(DataType type, Guard element) {
      this.type = type;
      this.element = element;
    }

    @Override
    public Object protect(Object value) {
      ArrayData array = (ArrayData) value;
      Object[] values = new Object[array.numElements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = array.isNullAt(i) ? null : element.protect(array.get(i, type));
      }
      return new GenericArrayData(values);
    }
  }

  /** Members one by one: as they are, protected, or left out. */
  final class OfStruct implements Guard {
    private final StructType type;
    private final int[] ordinals;
    private final Guard[] guards;

    OfStruct(StructType type, List<Field> inside, Signer signer) {
      this.type = type;
      List<Integer> kept = new ArrayList<>();
      List<Guard> keptGuards = new ArrayList<>();
      for (int i = 0; i < type.length(); i++) {
        List<Field> below = Protection.below(inside, type.fields()[i].name());
        if (!Protection.isDropped(below)) {
          kept.add(i);
          keptGuards.add(
              below.isEmpty() ? value -> value : of(type.fields()[i].dataType(), below, signer));
        }
      }
      this.ordinals = kept.stream().mapToInt(Integer::intValue).toArray();
      this.guards = keptGuards.toArray(new Guard[0]);
    }

    @Override
    public Object protect(Object value) {
      InternalRow struct = (InternalRow) value;
      Object[] values = new Object[ordinals.length];
      for (int i = 0; i < values.length; i++) {
        int at = ordinals[i];
        values[i] =
            struct.isNullAt(at)
                ? null
                : guards[i].protect(struct.get(at, type.fields()[at].dataType()));
      }
      return new GenericInternalRow(values);
    }
  }
}
