package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.spark.SparkForTests;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index is rebuilt from silver, so what was written and read back must be the same key. */
class FingerprintRoundTripTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("amount", DataTypes.createDecimalType(38, 4))
          .add("price", DataTypes.createDecimalType(18, 2))
          .add("ratio", DataTypes.DoubleType)
          .add("count", DataTypes.LongType)
          .add("at", DataTypes.TimestampType)
          .add("valid", DataTypes.BooleanType);

  @TempDir private Path directory;

  @Test
  void aKeyAndAPayloadReadBackFromATableHaveTheirFingerprints() {
    Dataset<Row> live = SparkForTests.session().createDataFrame(rows(), SCHEMA);
    String table = directory.resolve("silver").toString();
    live.write().format("delta").save(table);
    Dataset<Row> stored = SparkForTests.session().read().format("delta").load(table);

    assertThat(fingerprints(stored)).containsExactlyInAnyOrderElementsOf(fingerprints(live));
    assertThat(fingerprints(live)).doesNotHaveDuplicates().hasSize(rows().size());
  }

  private static List<Row> rows() {
    return List.of(
        RowFactory.create(
            "a",
            new BigDecimal("1234567890123456789012345678901234.5678"),
            new BigDecimal("-0.01"),
            -0.0,
            Long.MIN_VALUE,
            Timestamp.valueOf("2026-01-01 10:00:00.123456"),
            true),
        RowFactory.create("", new BigDecimal("-1"), null, Double.NaN, 0L, null, false),
        RowFactory.create("\u0000é😀", null, new BigDecimal("5"), 1e-300, null, null, null),
        RowFactory.create(null, null, null, null, null, null, null));
  }

  private static List<List<Long>> fingerprints(Dataset<Row> rows) {
    Dataset<Row> withPayload =
        rows.withColumn(
            "payload",
            functions.struct(
                List.of(SCHEMA.fieldNames()).stream().map(functions::col).toArray(Column[]::new)));
    Reader reader = new Reader(withPayload.schema());
    return withPayload.queryExecution().toRdd().toJavaRDD().map(reader::read).collect();
  }

  /** Key and payload over all columns; one fingerprint each row, as a task would not. */
  private record Reader(StructType schema) implements Serializable {
    List<Long> read(InternalRow row) {
      Fingerprint fingerprint = new Fingerprint(schema, List.of(SCHEMA.fieldNames()));
      fingerprint.read(row);
      UnsafeRow payload = (UnsafeRow) row.getStruct(SCHEMA.size(), SCHEMA.size());
      return List.of(
          fingerprint.high(), fingerprint.low(), (long) Fingerprint.payloadHash(payload));
    }
  }
}
