package dev.sluice.silver;

import dev.sluice.common.table.Reason;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** A record: its fields in the order in which the writer has put them. */
final class AvroRecord implements AvroReader {
  private final Step[] steps;
  private final Object[] defaults;
  private final Place refusedExtra;
  private final boolean keepsExtra;

  /**
   * @param steps one for each of the writer's fields
   * @param defaults what fields of the dataset have that the writer does not have, null elsewhere
   * @param refusedExtra where to report that the writer has fields more than the dataset; null when
   *     it may, or does not
   */
  AvroRecord(Step[] steps, Object[] defaults, Place refusedExtra) {
    this.steps = steps;
    this.defaults = defaults;
    this.refusedExtra = refusedExtra;
    this.keepsExtra = Stream.of(steps).anyMatch(Step::keepsExtra);
  }

  /** One field of the writer's. */
  sealed interface Step {
    /** Whether the field, or something in it, is kept among the extra ones. */
    boolean keepsExtra();

    /**
     * A field of both, in a field of the dataset's.
     *
     * @param key its name as JSON
     */
    record Keep(int ordinal, byte[] key, AvroReader reader) implements Step {
      @Override
      public boolean keepsExtra() {
        return reader.keepsExtra();
      }
    }

    /**
     * A field of the writer's, kept among the extra ones.
     *
     * @param key its name as JSON
     */
    record Extra(byte[] key, AvroExtras.Extra value) implements Step {
      @Override
      public boolean keepsExtra() {
        return true;
      }
    }
  }

  @Override
  public boolean keepsExtra() {
    return keepsExtra;
  }

  @Override
  public Object read(BinaryInput in) throws Damaged {
    return new GenericInternalRow(readFields(in, defaults.length));
  }

  /** The fields in schema order, in an array of the width asked for. */
  Object[] readFields(BinaryInput in, int width) throws Damaged {
    in.enter();
    Object[] values = new Object[width];
    System.arraycopy(defaults, 0, values, 0, defaults.length);
    int mark = in.extra().length();
    if (keepsExtra) {
      in.extra().open('{');
    }
    for (Step step : steps) {
      if (step instanceof Step.Keep keep) {
        values[keep.ordinal()] =
            keep.reader().keepsExtra() ? readWithExtra(keep, in) : keep.reader().read(in);
      } else if (step instanceof Step.Extra extra) {
        in.extra().key(extra.key());
        extra.value().keep(in);
      }
    }
    if (keepsExtra) {
      in.extra().closeOrRollBack(mark);
    }
    if (refusedExtra != null) {
      in.findings().add(Reason.UNKNOWN_FIELD, refusedExtra, null);
    }
    in.leave();
    return values;
  }

  private static Object readWithExtra(Step.Keep keep, BinaryInput in) throws Damaged {
    int mark = in.extra().beginDeclared(keep.key());
    Object value = keep.reader().read(in);
    in.extra().endDeclared(mark);
    return value;
  }
}
