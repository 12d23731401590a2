package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final NetworkGuard network = new NetworkGuard();

  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, 203.0.113.0/24",
    "0.0.0.0, 0.0.0.0/24",
    "2001:db8:12:3456::7, 2001:db8:12::/48",
    "2001:db8::1, 2001:db8::/48",
    "2001:0:12::1, 2001:0:12::/48",
    "::1, ::/48",
    "::ffff:203.0.113.77, 203.0.113.0/24",
    "fe80::1%eth0, fe80::/48",
  })
  void addressesBecomeNetworks(String address, String expected) {
    assertThat(network.protect(text(address))).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"203.0.113", "203.0.113.256", "203.0.113.7:80", "localhost", "''", "1:2", "x::y"})
  void whatIsNoAddressIsNotShown(String value) {
    assertThat(network.protect(text(value))).isNull();
  }

  @Test
  void aTextIsShownWhenAtLeastAsMuchOfItIsHidden() {
    MaskGuard mask = new MaskGuard(1, 2);
    assertThat(mask.protect(text("abcdef"))).hasToString("a****ef");
    assertThat(mask.protect(text("äbcdéf"))).hasToString("ä****éf");
    assertThat(mask.protect(text("abcde"))).hasToString("****");
    assertThat(mask.protect(text(""))).hasToString("****");
    assertThat(new MaskGuard(0, 0).protect(text("abcdef"))).hasToString("****");
  }

  @Property
  void textsOfAnyBytesCanBeProtected(
      @ForAll byte[] bytes,
      @ForAll @IntRange(max = 9) int first,
      @ForAll @IntRange(max = 9) int last) {
    UTF8String value = UTF8String.fromBytes(bytes);
    byte[] masked = ((UTF8String) new MaskGuard(first, last).protect(value)).getBytes();
    int shown = Characters.count(masked) - 4;
    assertThat(shown == 0 || (shown == first + last && 2 * shown <= Characters.count(bytes)))
        .isTrue();
    byte[] prefix = ((UTF8String) new PrefixGuard(first + 1).protect(value)).getBytes();
    assertThat(bytes).startsWith(prefix);
    assertThat(Characters.count(prefix)).isLessThanOrEqualTo(first + 1);
    assertThat(new Signer(People.K1).sign(value).numBytes()).isEqualTo(3 + 64);
    network.protect(value);
  }

  @Property
  void everyTextCanBeAskedForItsNetwork(@ForAll String value) {
    Object network = this.network.protect(text(value));
    assertThat(network == null || network.toString().matches("[0-9a-f.:]+/(24|48)")).isTrue();
  }

  @Property
  void everyDayHasAMonth(@ForAll int days) {
    LocalDate month = LocalDate.ofEpochDay(MonthGuard.ofDays(days));
    LocalDate day = LocalDate.ofEpochDay(days);
    assertThat(month.getYear()).isEqualTo(day.getYear());
    assertThat(month.getMonth()).isEqualTo(day.getMonth());
    assertThat(month.getDayOfMonth() == 1 || MonthGuard.ofDays(days) == Integer.MIN_VALUE).isTrue();
  }

  @Property
  void everyMomentHasAMonth(@ForAll long micros) {
    long month = MonthGuard.ofMicros(micros);
    assertThat(month % MICROS_PER_DAY).isZero();
    assertThat(MonthGuard.ofMicros(month)).isEqualTo(month);
    assertThat(month <= micros || micros < Long.MIN_VALUE + MICROS_PER_DAY).isTrue();
  }

  private static UTF8String text(String value) {
    return UTF8String.fromString(value);
  }
}
