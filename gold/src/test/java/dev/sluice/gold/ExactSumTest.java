package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ExactSumTest {
  @Property
  void aSumIsExactHoweverItIsSplit(@ForAll List<Long> left, @ForAll List<Long> right) {
    ExactSum merged = sum(left);
    merged.add(sum(right));
    BigInteger expected = BigInteger.ZERO;
    for (long value : left) {
      expected = expected.add(BigInteger.valueOf(value));
    }
    for (long value : right) {
      expected = expected.add(BigInteger.valueOf(value));
    }
    assertThat(merged.value()).isEqualTo(expected);
  }

  private static ExactSum sum(List<Long> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum;
  }
}
