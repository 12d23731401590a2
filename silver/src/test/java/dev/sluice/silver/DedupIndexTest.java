package dev.sluice.silver;

import static dev.sluice.silver.DedupIndex.Claim.CONFLICT;
import static dev.sluice.silver.DedupIndex.Claim.DUPLICATE;
import static dev.sluice.silver.DedupIndex.Claim.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DedupIndexTest {
  private static final long HIGH = 0x0123_4567_89ab_cdefL;
  private static final long LOW = 0xfedc_ba98_7654_3210L;
  private static final int PAYLOAD = -7;

  private final DedupIndex index = new DedupIndex(Duration.ofMinutes(30));

  @Test
  void aRepeatWithinTheBoundIsADuplicateToTheMicrosecond() {
    assertThat(claimAt(minute(60))).isEqualTo(FIRST);
    assertThat(claimAt(minute(90))).isEqualTo(DUPLICATE);
    assertThat(claimAt(minute(30))).isEqualTo(DUPLICATE);
    assertThat(claimAt(minute(90) + 1)).isEqualTo(FIRST);
    assertThat(claimAt(minute(30) - 1)).isEqualTo(FIRST);
  }

  @Test
  void aDuplicateDoesNotProlongTheClaim() {
    assertThat(claimAt(minute(0))).isEqualTo(FIRST);
    assertThat(claimAt(minute(29))).isEqualTo(DUPLICATE);
    assertThat(claimAt(minute(31))).isEqualTo(FIRST);
  }

  @Test
  void anotherPayloadIsAConflictUnlessSomeClaimInReachHasIt() {
    index.claim(HIGH, LOW, minute(0), 1);
    index.claim(HIGH, LOW, minute(40), 2);
    assertThat(index.claim(HIGH, LOW, minute(20), 3)).isEqualTo(CONFLICT);
    assertThat(index.claim(HIGH, LOW, minute(20), 1)).isEqualTo(DUPLICATE);
    assertThat(index.claim(HIGH, LOW, minute(20), 2)).isEqualTo(DUPLICATE);
    assertThat(index.claim(HIGH, LOW, minute(50), 1)).isEqualTo(CONFLICT);
  }

  @Test
  void trimmingDropsBucketsThatNothingCanMatch() {
    claimAt(minute(0));
    claimAt(minute(200));
    index.trim(minute(45) - 1);
    assertThat(index.keys()).isEqualTo(2);
    index.trim(minute(45));
    assertThat(index.keys()).isEqualTo(1);
    index.trim(minute(1000));
    assertThat(index.keys()).isZero();
    assertThat(index.bytes()).isZero();
  }

  @Test
  void aBoundOfNothingMatchesTheSameInstantOnly() {
    DedupIndex strict = new DedupIndex(Duration.ZERO);
    assertThat(strict.claim(HIGH, LOW, 5, PAYLOAD)).isEqualTo(FIRST);
    assertThat(strict.claim(HIGH, LOW, 6, PAYLOAD)).isEqualTo(FIRST);
    assertThat(strict.claim(HIGH, LOW, 5, PAYLOAD)).isEqualTo(DUPLICATE);
  }

  @Test
  void aBoundOfYearsIsExactToo() {
    DedupIndex patient = new DedupIndex(Duration.ofDays(800));
    fillBucketsAround(patient, day(40), day(840));
    assertThat(patient.claim(HIGH, LOW, day(40), PAYLOAD)).isEqualTo(FIRST);
    assertThat(patient.claim(HIGH, LOW, day(840), PAYLOAD)).isEqualTo(DUPLICATE);
    assertThat(patient.claim(HIGH, LOW, day(840) + 1, PAYLOAD)).isEqualTo(FIRST);
  }

  @Test
  void aRowBelowTheFrontierClaimsItsKeyAnew() {
    claimAt(minute(0));
    claimAt(minute(0));
    index.trim(minute(1000));
    assertThat(claimAt(minute(0))).isEqualTo(FIRST);
    assertThat(claimAt(minute(0))).isEqualTo(DUPLICATE);
    assertThat(index.keys()).isEqualTo(1);
  }

  @Test
  void arrivalsAtTheEndsOfTimeAreJudgedLikeAnyOther() {
    for (long arrival : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(claimAt(arrival)).isEqualTo(FIRST);
      assertThat(claimAt(arrival)).isEqualTo(DUPLICATE);
    }
    index.trim(Long.MIN_VALUE);
    assertThat(index.keys()).isEqualTo(2);
    index.trim(Long.MAX_VALUE);
    assertThat(index.keys()).isEqualTo(1);
  }

  @Test
  void aNegativeBoundIsRefused() {
    assertThatThrownBy(() -> new DedupIndex(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid dedup bound: PT-1S (must not be negative)");
  }

  @Test
  void aMillionKeysAreEachFoundAgainAndNoOtherIs() {
    Random random = new Random(1);
    long[] highs = random.longs(1_000_000).toArray();
    long[] lows = random.longs(1_000_000).toArray();
    for (int i = 0; i < highs.length; i++) {
      assertThat(index.claim(highs[i], lows[i], arrivalOf(i), i) == FIRST).isTrue();
    }
    assertThat(index.keys()).isEqualTo(1_000_000);
    assertThat(index.bytes()).isLessThan(60_000_000);
    for (int i = 0; i < highs.length; i++) {
      assertThat(index.claim(highs[i], lows[i], arrivalOf(i) + minute(30), i) == DUPLICATE)
          .isTrue();
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(index.claim(highs[i], ~lows[i], arrivalOf(i), i) == FIRST).isTrue();
    }
  }

  @Test
  void rowsSpreadOverAllOfTimeCostHundredsOfBytesEach() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      index.claim(random.nextLong(), random.nextLong(), random.nextLong(), i);
    }
    assertThat(index.bytes() / index.keys()).isLessThan(400);
  }

  private DedupIndex.Claim claimAt(long arrivalMicros) {
    return index.claim(HIGH, LOW, arrivalMicros, PAYLOAD);
  }

  /** A thousand rows at either time, so that those buckets are hash tables. */
  private static void fillBucketsAround(DedupIndex index, long one, long other) {
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      index.restore(random.nextLong(), random.nextLong(), one - i, i);
      index.restore(random.nextLong(), random.nextLong(), other - i, i);
    }
  }

  /** A million rows in 25 minutes. */
  private static long arrivalOf(int row) {
    return row * 1_500L;
  }

  private static long day(long day) {
    return minute(day * 24 * 60);
  }

  private static long minute(long minute) {
    return minute * 60_000_000;
  }
}
