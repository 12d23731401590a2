package dev.sluice.common.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What {@code minimum}, {@code maximum} and their exclusive siblings say, made inclusive for the
 * type they bound. Each keyword may be null.
 */
record SchemaBounds(
    BigDecimal minimum,
    BigDecimal exclusiveMinimum,
    BigDecimal maximum,
    BigDecimal exclusiveMaximum) {

  private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal GREATEST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Inclusive bounds; null where there is none. */
  record Range(BigDecimal minimum, BigDecimal maximum) {
    boolean isEmpty() {
      return minimum != null && maximum != null && minimum.compareTo(maximum) > 0;
    }
  }

  /** Of a type whose values are the multiples of {@code 10^-scale}. */
  Range ofDecimals(int scale) {
    BigDecimal step = BigDecimal.ONE.movePointLeft(scale);
    return new Range(
        greater(
            rounded(minimum, scale, RoundingMode.CEILING),
            moved(rounded(exclusiveMinimum, scale, RoundingMode.FLOOR), step)),
        lesser(
            rounded(maximum, scale, RoundingMode.FLOOR),
            moved(rounded(exclusiveMaximum, scale, RoundingMode.CEILING), step.negate())));
  }

  /** Of bigint: a bound that every long keeps is none. */
  Range ofLongs() {
    Range all = ofDecimals(0);
    return new Range(
        all.minimum() == null || all.minimum().compareTo(LEAST_LONG) <= 0 ? null : all.minimum(),
        all.maximum() == null || all.maximum().compareTo(GREATEST_LONG) >= 0
            ? null
            : all.maximum());
  }

  /** Whether no long keeps the bounds. */
  boolean excludeEveryLong() {
    Range all = ofDecimals(0);
    return all.isEmpty()
        || (all.minimum() != null && all.minimum().compareTo(GREATEST_LONG) > 0)
        || (all.maximum() != null && all.maximum().compareTo(LEAST_LONG) < 0);
  }

  /** Of double: what is excluded is the double nearest to the bound. */
  Range ofDoubles() {
    return new Range(
        greater(
            minimum,
            Optional.ofNullable(exclusiveMinimum)
                .map(bound -> new BigDecimal(Math.nextUp(bound.doubleValue())))
                .orElse(null)),
        lesser(
            maximum,
            Optional.ofNullable(exclusiveMaximum)
                .map(bound -> new BigDecimal(Math.nextDown(bound.doubleValue())))
                .orElse(null)));
  }

  private static BigDecimal rounded(BigDecimal bound, int scale, RoundingMode mode) {
    return bound == null ? null : bound.setScale(scale, mode);
  }

  private static BigDecimal moved(BigDecimal bound, BigDecimal step) {
    return bound == null ? null : bound.add(step);
  }

  private static BigDecimal greater(BigDecimal left, BigDecimal right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.max(right);
  }

  private static BigDecimal lesser(BigDecimal left, BigDecimal right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.min(right);
  }
}
