package dev.sluice.gold;

import java.math.BigInteger;

/** A sum of whole numbers that never wraps: a long, and the overflow of it. */
final class ExactSum {
  private long low;
  private BigInteger high = BigInteger.ZERO;

  void add(long value) {
    long sum = low + value;
    if (((low ^ sum) & (value ^ sum)) < 0) {
      high = high.add(BigInteger.valueOf(low));
      sum = value;
    }
    low = sum;
  }

  void add(BigInteger value) {
    high = high.add(value);
  }

  void add(ExactSum other) {
    add(other.low);
    high = high.add(other.high);
  }

  BigInteger value() {
    return high.add(BigInteger.valueOf(low));
  }
}
