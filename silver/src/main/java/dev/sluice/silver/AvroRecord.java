package dev.sluice.silver;

import dev.sluice.common.table.Reason;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** A record: its fields in the order in which the writer has put them. */
final class AvroRecord implements AvroReader {
  private final Step[] steps;
  private final Object[] defaults;
  private final Place refusedExtra;

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
  }

  /** One field of the writer's: kept in a field of the dataset's, or walked past. */
  sealed interface Step {
    /** A field of both. */
    record Keep(int ordinal, AvroReader reader) implements Step {}

    /** A field of the writer's. */
    record PassBy(AvroSkips.Skip skip) implements Step {}
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
    for (Step step : steps) {
      if (step instanceof Step.Keep keep) {
        values[keep.ordinal()] = keep.reader().read(in);
      } else if (step instanceof Step.PassBy passBy) {
        passBy.skip().skip(in);
      }
    }
    if (refusedExtra != null) {
      in.findings().add(Reason.UNKNOWN_FIELD, refusedExtra, null);
    }
    in.leave();
    return values;
  }
}
