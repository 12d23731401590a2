package dev.sluice.gold;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * From silver rows to what they add to some cells; rows of other cells are passed over.
 *
 * @param cells by aggregate
 */
record CellPartials(PartialAggregation aggregation, HashMap<String, HashSet<UnsafeRow>> cells)
    implements Serializable {

  static CellPartials of(PartialAggregation aggregation, Map<String, Set<UnsafeRow>> cells) {
    HashMap<String, HashSet<UnsafeRow>> copy = new HashMap<>();
    cells.forEach((name, keys) -> copy.put(name, new HashSet<>(keys)));
    return new CellPartials(aggregation, copy);
  }

  /** What the rows of one task add, as bytes by aggregate. */
  Iterator<byte[][]> encoded(Iterator<InternalRow> rows) {
    List<Layout> layouts = aggregation.layouts();
    List<PartialBuilder> builders =
        layouts.stream()
            .map(layout -> aggregation.builder(layout, cells.get(layout.name())::contains))
            .toList();
    rows.forEachRemaining(row -> builders.forEach(builder -> builder.add(row)));
    byte[][] encoded = new byte[builders.size()][];
    for (int index = 0; index < encoded.length; index++) {
      encoded[index] = PartialCodec.encode(builders.get(index).take(), layouts.get(index));
    }
    return List.<byte[][]>of(encoded).iterator();
  }
}
