package dev.sluice.gold;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.spark.Jobs;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.TableColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/**
 * From silver rows to what they add to every aggregate of a dataset, in one pass over the rows.
 * Used by gold for a range of silver versions and by hot for the rows of one micro-batch.
 */
public final class PartialAggregation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<Layout> layouts;
  private final StructType columns;
  private final int eventTime;
  private final int late;

  /** Builders that no task uses: compiling theirs costs more than a small batch. */
  private transient Queue<List<PartialBuilder>> idle;

  /** This, on the executors once; made with the first job. */
  private transient Broadcast<PartialAggregation> broadcast;

  /**
   * @param columns of silver, as the definition has them
   */
  private PartialAggregation(List<Layout> layouts, StructType columns) {
    this.layouts = new ArrayList<>(layouts);
    this.columns = columns;
    this.eventTime = columns.fieldIndex(SilverTable.EVENT_TIME);
    this.late = columns.fieldIndex(SilverTable.LATE);
  }

  /** Of all aggregates of a dataset. */
  public static PartialAggregation of(AnalyzedDataset dataset) {
    StructType silver = dataset.silverSchema();
    return new PartialAggregation(
        dataset.aggregates().stream().map(aggregate -> new Layout(aggregate, silver)).toList(),
        silver);
  }

  /** Of some of its aggregates. */
  public PartialAggregation only(Set<String> aggregates) {
    List<Layout> kept =
        layouts.stream().filter(layout -> aggregates.contains(layout.name())).toList();
    return new PartialAggregation(kept, columns);
  }

  /** What rows of the silver table add, by aggregate; one Spark job. */
  public Map<String, Partial> of(Dataset<Row> silver) {
    return of(ordered(silver));
  }

  /** Rows of the silver table, whose columns may stand in another order than the definition's. */
  JavaRDD<InternalRow> ordered(Dataset<Row> silver) {
    return TableColumns.as(columns, silver).queryExecution().toRdd().toJavaRDD();
  }

  /** What the rows add, by aggregate; one Spark job. They have the definition's columns. */
  public Map<String, Partial> of(JavaRDD<InternalRow> silver) {
    return ofBounded(silver, Integer.MAX_VALUE).orElseThrow();
  }

  /**
   * What the rows add, by aggregate, unless that is too much for the driver.
   *
   * @param maxKeys bound of the windows and groups of one aggregate
   */
  Optional<Map<String, Partial>> ofBounded(JavaRDD<InternalRow> silver, int maxKeys) {
    Map<String, Partial> merged = new LinkedHashMap<>();
    layouts.forEach(layout -> merged.put(layout.name(), new Partial()));
    if (layouts.isEmpty()) {
      return Optional.of(merged);
    }
    Broadcast<PartialAggregation> everywhere = broadcast(silver);
    for (byte[][] task :
        Jobs.collect(
            Jobs.mapPartitions(
                silver, (partition, rows) -> everywhere.value().encoded(rows, maxKeys)))) {
      if (task.length == 0) {
        return Optional.empty();
      }
      for (int index = 0; index < task.length; index++) {
        Layout layout = layouts.get(index);
        Partial partial = merged.get(layout.name());
        partial.absorb(PartialCodec.decode(task[index], layout));
        if (partial.size() > maxKeys) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(merged);
  }

  /**
   * What rows of the silver table add to some cells, by aggregate; one Spark job.
   *
   * @param cells by aggregate; all of this one's are in it
   */
  Map<String, Partial> ofCells(Dataset<Row> silver, Map<String, Set<UnsafeRow>> cells) {
    JavaRDD<InternalRow> rows = ordered(silver);
    Broadcast<CellPartials> everywhere =
        JavaSparkContext.fromSparkContext(rows.context()).broadcast(CellPartials.of(this, cells));
    Map<String, Partial> merged = new LinkedHashMap<>();
    layouts.forEach(layout -> merged.put(layout.name(), new Partial()));
    for (byte[][] task :
        Jobs.collect(
            Jobs.mapPartitions(rows, (partition, part) -> everywhere.value().encoded(part)))) {
      for (int index = 0; index < task.length; index++) {
        Layout layout = layouts.get(index);
        merged.get(layout.name()).absorb(PartialCodec.decode(task[index], layout));
      }
    }
    everywhere.destroy();
    return merged;
  }

  private synchronized Broadcast<PartialAggregation> broadcast(JavaRDD<InternalRow> silver) {
    if (broadcast == null) {
      broadcast = JavaSparkContext.fromSparkContext(silver.context()).broadcast(this);
    }
    return broadcast;
  }

  private synchronized Queue<List<PartialBuilder>> idle() {
    if (idle == null) {
      idle = new ConcurrentLinkedQueue<>();
    }
    return idle;
  }

  /** What the rows of one task add, as bytes by aggregate; no bytes at all when it is too much. */
  private Iterator<byte[][]> encoded(Iterator<InternalRow> rows, int maxKeys) {
    List<PartialBuilder> waiting = idle().poll();
    List<PartialBuilder> builders = waiting == null ? builders() : waiting;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      for (PartialBuilder builder : builders) {
        builder.add(row);
        if (builder.size() > maxKeys) {
          return List.<byte[][]>of(new byte[0][]).iterator();
        }
      }
    }
    byte[][] encoded = new byte[builders.size()][];
    for (int index = 0; index < encoded.length; index++) {
      encoded[index] = PartialCodec.encode(builders.get(index).take(), layouts.get(index));
    }
    idle().add(builders);
    return List.<byte[][]>of(encoded).iterator();
  }

  private List<PartialBuilder> builders() {
    return layouts.stream().map(this::builder).toList();
  }

  private PartialBuilder builder(Layout layout) {
    return builder(layout, key -> true);
  }

  /** Of the cells whose key is wanted. */
  PartialBuilder builder(Layout layout, Predicate<UnsafeRow> wanted) {
    return new PartialBuilder(layout, eventTime, late, wanted);
  }

  List<Layout> layouts() {
    return layouts;
  }

  PartialBuilder builder(String aggregate) {
    return builder(layout(aggregate));
  }

  Layout layout(String aggregate) {
    return layouts.stream()
        .filter(layout -> layout.name().equals(aggregate))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such aggregate: " + aggregate));
  }
}
