package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void theSameKeyHasTheSameFingerprintWhateverStandsBesideIt() {
    StructType rows = columns(DataTypes.StringType, DataTypes.LongType, DataTypes.StringType);
    Fingerprint fingerprint = new Fingerprint(rows, List.of("c2", "c1"));
    fingerprint.read(row("x", 5L, "key"));
    List<Long> first = List.of(fingerprint.high(), fingerprint.low());
    fingerprint.read(row(null, 5L, "key"));
    assertThat(List.of(fingerprint.high(), fingerprint.low())).isEqualTo(first);
    assertThat(first).isNotEqualTo(strings("key", "5"));
  }

  @Test
  void whereOneColumnEndsAndTheNextBeginsCounts() {
    assertThat(strings("a", "bc")).isNotEqualTo(strings("ab", "c"));
    assertThat(strings("abc", "")).isNotEqualTo(strings("", "abc"));
    assertThat(strings("a", "b")).isNotEqualTo(strings("b", "a"));
    assertThat(strings("a")).isNotEqualTo(strings("a\0"));
    assertThat(strings("a")).isNotEqualTo(strings("a", ""));
  }

  @Test
  void nullIsNotEmptyAndNotZero() {
    assertThat(strings((String) null)).isNotEqualTo(strings(""));
    assertThat(strings(null, "a")).isNotEqualTo(strings("a", null));
    assertThat(strings(null, null)).isEqualTo(strings(null, null));
    assertThat(of(DataTypes.LongType, null)).isNotEqualTo(of(DataTypes.LongType, 0L));
  }

  @Test
  void aValueOfAnotherTypeIsAnotherKey() {
    assertThat(of(DataTypes.LongType, 1L)).isNotEqualTo(of(DataTypes.TimestampType, 1L));
    assertThat(of(DataTypes.LongType, 1L)).isNotEqualTo(of(DataTypes.IntegerType, 1));
    assertThat(of(DataTypes.LongType, null)).isNotEqualTo(of(DataTypes.StringType, null));
  }

  @Test
  void floatingNumbersAreEqualWhereSqlSaysSo() {
    assertThat(of(DataTypes.DoubleType, 0.0)).isEqualTo(of(DataTypes.DoubleType, -0.0));
    assertThat(of(DataTypes.DoubleType, Double.NaN))
        .isEqualTo(of(DataTypes.DoubleType, Double.longBitsToDouble(0x7ff8_0000_0000_0001L)));
    assertThat(of(DataTypes.DoubleType, 1.0)).isNotEqualTo(of(DataTypes.DoubleType, 1.5));
  }

  @Test
  void longDecimalsCountInEveryDigit() {
    DataType type = DataTypes.createDecimalType(38, 2);
    assertThat(of(type, decimal("123456789012345678901234567890.12")))
        .isEqualTo(of(type, decimal("123456789012345678901234567890.12")))
        .isNotEqualTo(of(type, decimal("123456789012345678901234567890.13")));
  }

  @Test
  void anUnknownColumnIsRefused() {
    assertThatThrownBy(() -> new Fingerprint(columns(DataTypes.StringType), List.of("id")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
  }

  @Test
  void thePayloadHashDependsOnEveryColumn() {
    assertThat(payloadHash("a", "b"))
        .isEqualTo(payloadHash("a", "b"))
        .isNotEqualTo(payloadHash("a", "c"))
        .isNotEqualTo(payloadHash("b", "a"))
        .isNotEqualTo(payloadHash("a", null));
  }

  private static int payloadHash(String... values) {
    UnsafeRow payload = UnsafeProjection.create(stringColumns(values.length)).apply(row(values));
    return Fingerprint.payloadHash(payload);
  }

  private static List<Long> strings(String... values) {
    return read(stringColumns(values.length), row((Object[]) values));
  }

  private static List<Long> of(DataType type, Object value) {
    return read(columns(type), new GenericInternalRow(new Object[] {value}));
  }

  private static List<Long> read(StructType rows, InternalRow row) {
    Fingerprint fingerprint = new Fingerprint(rows, List.of(rows.fieldNames()));
    fingerprint.read(row);
    return List.of(fingerprint.high(), fingerprint.low());
  }

  private static InternalRow row(Object... values) {
    return new GenericInternalRow(
        Arrays.stream(values)
            .map(value -> value instanceof String text ? UTF8String.fromString(text) : value)
            .toArray());
  }

  private static Decimal decimal(String digits) {
    return Decimal.apply(new BigDecimal(digits), 38, 2);
  }

  private static StructType stringColumns(int count) {
    DataType[] types = new DataType[count];
    Arrays.fill(types, DataTypes.StringType);
    return columns(types);
  }

  private static StructType columns(DataType... types) {
    StructType columns = new StructType();
    for (DataType type : types) {
      columns = columns.add("c" + columns.length(), type);
    }
    return columns;
  }
}
