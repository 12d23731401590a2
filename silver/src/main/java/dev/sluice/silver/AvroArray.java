package dev.sluice.silver;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** An array: its elements in blocks until an empty one. */
final class AvroArray implements AvroReader {
  private final AvroReader element;
  private final boolean keepsExtra;

  AvroArray(AvroReader element) {
    this.element = element;
    this.keepsExtra = element.keepsExtra();
  }

  @Override
  public boolean keepsExtra() {
    return keepsExtra;
  }

  @Override
  public Object read(BinaryInput in) throws Damaged {
    List<Object> values = new ArrayList<>();
    ExtraFields.Elements extra = keepsExtra ? in.extra().openElements() : null;
    for (long count = AvroExtras.blockCount(in); count > 0; count = AvroExtras.blockCount(in)) {
      for (long i = 0; i < count; i++) {
        if (extra == null) {
          values.add(element.read(in));
        } else {
          extra.begin();
          values.add(element.read(in));
          extra.end();
        }
      }
    }
    if (extra != null) {
      extra.close();
      in.checkExtra();
    }
    return new GenericArrayData(values.toArray());
  }
}
