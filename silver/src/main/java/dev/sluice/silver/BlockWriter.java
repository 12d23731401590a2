package dev.sluice.silver;

import dev.sluice.common.table.BronzeTable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.JavaConverters;

/** Packs judged rows into a {@link JudgedBlock}; reused from block to block. */
final class BlockWriter {
  /** A block is closed once it holds so much. */
  private static final int FULL = 1 << 20;

  private static final StructType PROBLEM =
      new StructType()
          .add("reason", DataTypes.StringType)
          .add("rule", DataTypes.StringType)
          .add("detail", DataTypes.StringType);

  private final UnsafeProjection bronze = UnsafeProjection.create(columns(BronzeTable.SCHEMA));
  private final UnsafeProjection problem = UnsafeProjection.create(columns(PROBLEM));
  private byte[] bytes = new byte[1 << 16];
  private int length;

  private static scala.collection.Seq<Expression> columns(StructType schema) {
    List<Expression> columns =
        java.util.stream.IntStream.range(0, schema.length())
            .<Expression>mapToObj(i -> new BoundReference(i, schema.fields()[i].dataType(), true))
            .toList();
    return JavaConverters.asScalaBuffer(columns).toSeq();
  }

  boolean isFull() {
    return length >= FULL;
  }

  void add(JudgedRow row) {
    UnsafeRow raw = bronze.apply(row.bronze());
    put(row.verdict().ordinal(), raw.getSizeInBytes(), raw);
    switch (row.verdict()) {
      case GOOD -> put(row.silver().getSizeInBytes(), 0, row.silver());
      case QUARANTINED -> {
        UnsafeRow why = problem.apply(problem(row));
        put(why.getSizeInBytes(), 0, why);
      }
      case FILTERED -> {}
    }
  }

  private static GenericInternalRow problem(JudgedRow row) {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(row.reason().name()),
          UTF8String.fromString(row.rule()),
          UTF8String.fromString(row.detail())
        });
  }

  private void put(int first, int second, UnsafeRow row) {
    int size = row.getSizeInBytes();
    reserve(JudgedBlock.HEADER + size);
    long at = (long) Platform.BYTE_ARRAY_OFFSET + length;
    Platform.putInt(bytes, at, first);
    Platform.putInt(bytes, at + 4, second);
    Platform.copyMemory(
        row.getBaseObject(), row.getBaseOffset(), bytes, at + JudgedBlock.HEADER, size);
    length += JudgedBlock.HEADER + size;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  /** The bytes of the block, and starts the next one. */
  byte[] take() {
    byte[] block = Arrays.copyOf(bytes, length);
    length = 0;
    return block;
  }
}
