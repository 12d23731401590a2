package dev.sluice.gold;

import dev.sluice.common.spark.Jobs;
import dev.sluice.common.spark.PartitionFunction;
import dev.sluice.common.spark.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** Some cells of a gold table with other measures, and all other rows as they are. */
final class CellReplacement {
  private final Layout layout;
  private final HashSet<UnsafeRow> cells;

  CellReplacement(Layout layout, Set<UnsafeRow> cells) {
    this.layout = layout;
    this.cells = new HashSet<>(cells);
  }

  /** The rows that no cell is. */
  Rows others(Dataset<Row> gold) {
    return new Rows(split(gold, false), layout.goldSchema());
  }

  /** The rows of the cells as they will stand. */
  List<InternalRow> rows(Dataset<Row> gold, Partial anew, long silverVersion, long now) {
    GoldRows goldRows = new GoldRows(layout);
    Map<UnsafeRow, Boolean> finals = new HashMap<>();
    for (InternalRow row : Jobs.collect(split(gold, true))) {
      finals.put(goldRows.key(row), goldRows.entry(row).isFinal());
    }
    List<InternalRow> rows = new ArrayList<>();
    anew.measures()
        .forEach(
            (key, measures) -> {
              boolean isFinal = finals.getOrDefault(key, false);
              rows.add(goldRows.row(key, new GoldEntry(measures, silverVersion, now, isFinal)));
            });
    return rows;
  }

  private JavaRDD<InternalRow> split(Dataset<Row> gold, boolean isCell) {
    return Jobs.mapPartitions(Rows.of(gold).rdd(), new Split(layout, cells, isCell));
  }

  /** Keeps the rows whose key is, or is not, that of a cell. */
  private record Split(Layout layout, HashSet<UnsafeRow> cells, boolean isCell)
      implements PartitionFunction<InternalRow, InternalRow> {
    @Override
    public Iterator<InternalRow> apply(int partition, Iterator<InternalRow> rows) {
      GoldRows gold = new GoldRows(layout);
      List<InternalRow> kept = new ArrayList<>();
      rows.forEachRemaining(
          row -> {
            if (cells.contains(gold.key(row)) == isCell) {
              kept.add(row);
            }
          });
      return kept.iterator();
    }
  }
}
