package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.junit.jupiter.api.Test;

class PartialAggregationTest {
  private static final PartialAggregation SHOP = PartialAggregation.of(Shop.dataset());

  @Test
  void aWindowBefore1970BeginsAtItsFloor() {
    Instant before = Instant.EPOCH.minusMillis(1);
    GoldValues value = only(List.of(Shop.order("a", "DE", before, "1.00", false)));
    assertThat(value.windowStart()).isEqualTo(-60_000_000);
    assertThat(value.windowEnd()).isZero();
  }

  @Test
  void aMeasureOfNullsIsNullAndItsCountZero() {
    GoldValues value =
        only(
            List.of(
                Shop.row("a", Instant.EPOCH, false, "DE", null, null, null, null, null),
                Shop.row("b", Instant.EPOCH, true, "DE", null, null, null, null, null)));
    assertThat(value.columns())
        .containsEntry("orders", 2L)
        .containsEntry("rated", 0L)
        .containsEntry("revenue", null)
        .containsEntry("items", null)
        .containsEntry("cheapest", null)
        .containsEntry("mean_price", null)
        .containsEntry("mean_stars", null);
    assertThat(value.lateRows()).isEqualTo(1);
  }

  @Test
  void aSumOfBigintWrapsAndAnAverageOfTheSameKindDoesNot() {
    GoldValues value =
        only(
            List.of(
                Shop.row("a", Instant.EPOCH, false, "DE", "1.00", null, Long.MAX_VALUE, 1, null),
                Shop.row("b", Instant.EPOCH, false, "DE", "2.00", null, 1L, 4, null)));
    assertThat(value.columns())
        .containsEntry("items", Long.MIN_VALUE)
        .containsEntry("mean_stars", 2.5)
        .containsEntry("mean_price", new java.math.BigDecimal("1.500000"));
  }

  @Test
  void textIsOrderedByItsBytes() {
    GoldValues value =
        only(
            List.of(
                Shop.order("Z", "DE", Instant.EPOCH, "1.00", false),
                Shop.order("é", "DE", Instant.EPOCH, "1.00", false),
                Shop.order("z", "DE", Instant.EPOCH, "1.00", false)));
    assertThat(value.columns()).containsEntry("last_user", "é");
  }

  @Test
  void changedKeysAreThoseOfThePartial() {
    Totals totals = new Totals(Shop.dataset(), Shop.BY_COUNTRY);
    totals.merge(partial(Shop.order("a", "DE", Instant.EPOCH, "1.00", false)));
    Totals.Merged again =
        totals.merge(partial(Shop.order("b", "DE", Instant.EPOCH, "1.00", false)));
    assertThat(again.changed()).hasSize(1);
    assertThat(again.created()).isEmpty();
    Totals.Merged merged =
        totals.merge(partial(Shop.order("b", "FR", Instant.EPOCH, "1.00", false)));
    Set<UnsafeRow> changed = merged.changed();
    assertThat(merged.created()).isEqualTo(changed);
    assertThat(changed).hasSize(1);
    assertThat(totals.value(changed.iterator().next()).orElseThrow().columns())
        .containsEntry("country", "FR")
        .containsEntry("orders", 1L);
    assertThat(totals.size()).isEqualTo(2);
    totals.forgetWindowsUntil(60_000_000);
    assertThat(totals.size()).isZero();
  }

  @Test
  void tooManyKeysForTheDriverAreNotedBeforeTheyArrive() {
    var rows = Shop.silver(Shop.randomRows(5, 500)).queryExecution().toRdd().toJavaRDD();
    assertThat(SHOP.ofBounded(rows, 10)).isEmpty();
    assertThat(SHOP.ofBounded(rows, 500)).isPresent();
  }

  private static Partial partial(Row... rows) {
    Map<String, Partial> partials = SHOP.of(Shop.silver(List.of(rows)));
    return partials.get(Shop.BY_COUNTRY);
  }

  private static GoldValues only(List<Row> rows) {
    Totals totals = new Totals(Shop.dataset(), Shop.BY_COUNTRY);
    totals.merge(partial(rows.toArray(Row[]::new)));
    List<GoldValues> values = new ArrayList<>();
    totals.forEach(values::add);
    assertThat(values).hasSize(1);
    return values.get(0);
  }
}
