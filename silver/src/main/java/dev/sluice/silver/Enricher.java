package dev.sluice.silver;

import dev.sluice.common.definition.DatasetDefinition.OnMiss;
import dev.sluice.silver.JudgeProgram.LookupProgram;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import scala.collection.JavaConverters;

/** Takes from reference tables what a row is to have of them. For one thread. */
final class Enricher {
  /** One look: where its values begin among all that is taken. */
  private record Lookup(LookupProgram program, UnsafeProjection key, int first) {}

  private final List<Lookup> lookups = new ArrayList<>();
  private final GenericInternalRow taken;
  private ReferenceBook book;
  private String miss;

  Enricher(List<LookupProgram> programs) {
    int count = 0;
    for (LookupProgram program : programs) {
      UnsafeProjection key =
          UnsafeProjection.create(JavaConverters.asScalaBuffer(program.keys()).toSeq());
      lookups.add(new Lookup(program, key, count));
      count += program.types().size();
    }
    this.taken = new GenericInternalRow(count);
  }

  /** What reference tables hold from now on. */
  void use(ReferenceBook current) {
    book = current;
  }

  /** What the last row has taken; the same object for every row. */
  InternalRow taken() {
    return taken;
  }

  /**
   * Looks up a row.
   *
   * @param row over which the keys are, with {@link #taken} in it
   * @return false where it must be found and is not, see {@link #miss}
   */
  boolean take(InternalRow row) {
    for (int index = 0; index < lookups.size(); index++) {
      Lookup lookup = lookups.get(index);
      UnsafeRow key = lookup.key().apply(row);
      UnsafeRow found = key.anyNull() ? null : book.tables().get(index).find(key);
      if (found == null && lookup.program().onMiss() == OnMiss.QUARANTINE) {
        miss = text(lookup.program(), key.anyNull());
        return false;
      }
      take(lookup, found);
    }
    return true;
  }

  private void take(Lookup lookup, UnsafeRow found) {
    List<DataType> types = lookup.program().types();
    for (int column = 0; column < types.size(); column++) {
      boolean isNull = found == null || found.isNullAt(column);
      taken.update(lookup.first() + column, isNull ? null : found.get(column, types.get(column)));
    }
  }

  /** Names no value: it may be protected. */
  private static String text(LookupProgram lookup, boolean isNull) {
    String keys = String.join(", ", lookup.keyNames());
    return isNull
        ? "nothing to look up in " + lookup.table() + ": null in " + keys
        : lookup.table() + " has no row for " + keys;
  }

  /** Why the last row was not found, for people. */
  String miss() {
    return miss;
  }
}
