package dev.sluice.silver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.optimizer.NormalizeNaNAndZero;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import scala.collection.JavaConverters;

/**
 * The 128-bit fingerprint of a row's key: SHA-256, cut in half, of the key columns as Spark lays
 * them out, their types included. NULL equals NULL and nothing else; floating numbers are equal
 * where SQL says so. Nobody who chooses keys can choose two of one fingerprint.
 *
 * <p>Made in a task, used by one thread: {@link #read}, then {@link #high} and {@link #low}.
 */
final class Fingerprint {
  private static final int TYPES_BYTES = 8;

  private final UnsafeProjection key;
  private final MessageDigest sha256 = sha256();
  private final byte[] types;
  private long high;
  private long low;

  /**
   * @param rows the schema of the rows to come
   * @param keyColumns names of columns of it
   * @throws IllegalArgumentException if there is no such column
   */
  Fingerprint(StructType rows, List<String> keyColumns) {
    List<Expression> columns = keyColumns.stream().map(name -> column(rows, name)).toList();
    key = UnsafeProjection.create(JavaConverters.asScalaBuffer(columns).toSeq());
    types = digestOf(columns.stream().map(Expression::dataType).toList());
  }

  /** Computes the fingerprint of a row. */
  void read(InternalRow row) {
    UnsafeRow bytes = key.apply(row);
    sha256.update(types);
    sha256.update(
        (byte[]) bytes.getBaseObject(),
        (int) bytes.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET,
        bytes.getSizeInBytes());
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
    high = digest.getLong();
    low = digest.getLong();
  }

  /** The first half of the last row's fingerprint. */
  long high() {
    return high;
  }

  /** The second half of the last row's fingerprint. */
  long low() {
    return low;
  }

  /**
   * A hash of what a row says, to tell an event sent twice from two events of one id. Only a count
   * depends on it, so 32 bits that a sender could match on purpose are enough.
   */
  static int payloadHash(UnsafeRow payload) {
    return payload.hashCode();
  }

  private static Expression column(StructType rows, String name) {
    int index = rows.fieldIndex(name);
    StructField field = rows.fields()[index];
    Expression column = new BoundReference(index, field.dataType(), field.nullable());
    return isFloating(field.dataType()) ? new NormalizeNaNAndZero(column) : column;
  }

  private static boolean isFloating(DataType type) {
    return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
  }

  private static byte[] digestOf(List<DataType> types) {
    String names = types.stream().map(DataType::catalogString).collect(Collectors.joining(","));
    return Arrays.copyOf(sha256().digest(names.getBytes(StandardCharsets.UTF_8)), TYPES_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
