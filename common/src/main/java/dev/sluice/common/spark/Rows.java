package dev.sluice.common.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as Spark holds them, with their schema: what stages hand one another. A micro-batch of a few
 * hundred rows spends longer in query planning than in work, so the way from Kafka to hot is built
 * of these and only the writers make a {@link Dataset} of them.
 *
 * @param rdd rows that stay valid after the iterator moves on (copied where the source reuses one)
 */
public record Rows(JavaRDD<InternalRow> rdd, StructType schema) {

  /** The rows of a query, copied out of the buffers its operators reuse. */
  public static Rows of(Dataset<Row> dataset) {
    return new Rows(
        Jobs.mapPartitions(
            dataset.queryExecution().toRdd().toJavaRDD(), (partition, rows) -> copies(rows)),
        dataset.schema());
  }

  private static Iterator<InternalRow> copies(Iterator<InternalRow> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public InternalRow next() {
        return rows.next().copy();
      }
    };
  }

  /** All rows of several parts of one schema. */
  public static Rows union(SparkSession session, StructType schema, List<Rows> parts) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    if (parts.isEmpty()) {
      return new Rows(context.emptyRDD(), schema);
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    JavaRDD<InternalRow>[] rdds = parts.stream().map(Rows::rdd).toArray(JavaRDD[]::new);
    return new Rows(context.union(rdds), schema);
  }

  /** The same rows in at most so many partitions, without a shuffle. */
  public Rows coalesce(int partitions) {
    return new Rows(rdd.coalesce(partitions), schema);
  }

  /** As a query can use them. */
  public Dataset<Row> toDataset(SparkSession session) {
    return session.internalCreateDataFrame(rdd.rdd(), schema, false);
  }
}
