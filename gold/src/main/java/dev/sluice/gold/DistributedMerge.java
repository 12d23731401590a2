package dev.sluice.gold;

import dev.sluice.common.spark.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Silver rows and the gold rows they change, brought together by key in the executors. Everything
 * on the way is a row of gold.
 */
final class DistributedMerge implements AutoCloseable {
  private final Layout layout;
  private final long now;
  private final JavaPairRDD<UnsafeRow, UnsafeRow> added;

  DistributedMerge(
      PartialAggregation aggregation,
      Layout layout,
      JavaRDD<InternalRow> silver,
      long silverVersion,
      long now) {
    this.layout = layout;
    this.now = now;
    added =
        silver
            .mapPartitionsToPair(
                new AddedRows(aggregation, layout.name(), layout, silverVersion, now))
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The partitions that the silver rows fall into. */
  Set<String> touchedBuckets() {
    Layout buckets = layout;
    return new HashSet<>(
        added.keys().map(key -> buckets.bucket(key.getLong(0))).distinct().collect());
  }

  /** The gold rows as they will stand; windows that end by a time in micros are final. */
  Rows into(Dataset<Row> gold, long finalUntil) {
    JavaPairRDD<UnsafeRow, UnsafeRow> known =
        gold.queryExecution().toRdd().toJavaRDD().mapPartitionsToPair(new KnownRows(layout));
    JavaRDD<InternalRow> rows =
        known
            .union(added)
            .reduceByKey(new MergeRows(layout))
            .mapPartitions(new FinishRows(layout, finalUntil, now));
    return new Rows(rows, layout.goldSchema());
  }

  @Override
  public void close() {
    added.unpersist();
  }

  /** Silver rows to the gold rows they would make alone. */
  private record AddedRows(
      PartialAggregation aggregation, String name, Layout layout, long version, long now)
      implements PairFlatMapFunction<Iterator<InternalRow>, UnsafeRow, UnsafeRow> {
    /** A task never holds more keys than this before it hands them on. */
    private static final int MAX_KEYS = 50_000;

    @Override
    public Iterator<Tuple2<UnsafeRow, UnsafeRow>> call(Iterator<InternalRow> silver) {
      PartialBuilder builder = aggregation.builder(name);
      GoldRows gold = new GoldRows(layout);
      return new Iterator<>() {
        private Iterator<Map.Entry<UnsafeRow, Measures>> ready = chunk(builder, silver);

        @Override
        public boolean hasNext() {
          if (!ready.hasNext() && silver.hasNext()) {
            ready = chunk(builder, silver);
          }
          return ready.hasNext();
        }

        @Override
        public Tuple2<UnsafeRow, UnsafeRow> next() {
          Map.Entry<UnsafeRow, Measures> entry = ready.next();
          GoldEntry row = new GoldEntry(entry.getValue(), version, now, false);
          return new Tuple2<>(entry.getKey(), gold.row(entry.getKey(), row));
        }
      };
    }

    private static Iterator<Map.Entry<UnsafeRow, Measures>> chunk(
        PartialBuilder builder, Iterator<InternalRow> silver) {
      while (silver.hasNext() && builder.size() < MAX_KEYS) {
        builder.add(silver.next());
      }
      return builder.take().measures().entrySet().iterator();
    }
  }

  /** Gold rows with their keys. */
  private record KnownRows(Layout layout)
      implements PairFlatMapFunction<Iterator<InternalRow>, UnsafeRow, UnsafeRow> {
    @Override
    public Iterator<Tuple2<UnsafeRow, UnsafeRow>> call(Iterator<InternalRow> rows) {
      GoldRows gold = new GoldRows(layout);
      List<Tuple2<UnsafeRow, UnsafeRow>> keyed = new ArrayList<>();
      rows.forEachRemaining(
          row -> {
            UnsafeRow key = gold.key(row);
            keyed.add(new Tuple2<>(key, gold.row(key, gold.entry(row))));
          });
      return keyed.iterator();
    }
  }

  /** Two gold rows of one key to one. */
  private static final class MergeRows implements Function2<UnsafeRow, UnsafeRow, UnsafeRow> {
    private static final long serialVersionUID = 1L;

    private final Layout layout;
    private transient GoldRows rows;

    MergeRows(Layout layout) {
      this.layout = layout;
    }

    @Override
    public UnsafeRow call(UnsafeRow left, UnsafeRow right) {
      if (rows == null) {
        // Each task has its own copy of this function, and so its own generated code.
        rows = new GoldRows(layout);
      }
      GoldEntry merged = rows.entry(left);
      merged.merge(rows.entry(right));
      return rows.row(rows.key(left), merged);
    }
  }

  /** Makes final what is. */
  private record FinishRows(Layout layout, long finalUntil, long now)
      implements FlatMapFunction<Iterator<Tuple2<UnsafeRow, UnsafeRow>>, InternalRow> {
    @Override
    public Iterator<InternalRow> call(Iterator<Tuple2<UnsafeRow, UnsafeRow>> rows) {
      GoldRows gold = new GoldRows(layout);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public InternalRow next() {
          Tuple2<UnsafeRow, UnsafeRow> row = rows.next();
          GoldEntry entry = gold.entry(row._2());
          if (!entry.isFinal() && layout.windowEnd(row._1().getLong(0)) <= finalUntil) {
            entry.finish(now);
          }
          return gold.row(row._1(), entry);
        }
      };
    }
  }
}
