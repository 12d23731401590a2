package dev.sluice.lanes;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import dev.sluice.common.table.BronzeTable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Where bronze begins. What silver and quarantine have from before that, nobody can judge again.
 *
 * @param firsts topic, partition and the first offset that bronze has of it
 */
record BronzeBeginning(List<Row> firsts) {
  private static final String FIRST = "first_offset";
  private static final StructType BOUNDS =
      new StructType()
          .add("first_topic", "string")
          .add("first_partition", "int")
          .add(FIRST, "bigint");

  static BronzeBeginning of(Dataset<Row> bronze) {
    return new BronzeBeginning(
        bronze
            .groupBy(col(BronzeTable.TOPIC), col(BronzeTable.PARTITION))
            .agg(min(col(BronzeTable.OFFSET)))
            .collectAsList());
  }

  /**
   * The rows of a table that lie before it, or in a partition of which bronze has nothing.
   *
   * @param prefix of the names of the coordinates' columns
   */
  Dataset<Row> before(Dataset<Row> rows, String prefix) {
    Dataset<Row> first = rows.sparkSession().createDataFrame(firsts, BOUNDS);
    return rows.join(
            broadcast(first),
            col(prefix + BronzeTable.TOPIC)
                .equalTo(col("first_topic"))
                .and(col(prefix + BronzeTable.PARTITION).equalTo(col("first_partition"))),
            "left")
        .where(col(FIRST).isNull().or(col(prefix + BronzeTable.OFFSET).lt(col(FIRST))))
        .select(Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new));
  }
}
