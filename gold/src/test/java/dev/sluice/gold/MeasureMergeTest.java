package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.common.definition.DatasetDefinition.Window;
import dev.sluice.common.definition.SqlProblem;
import dev.sluice.common.table.SilverTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** Measures that more than a sum or an extreme stands behind, and how they merge. */
class MeasureMergeTest {
  private static final Map<String, String> MEASURES = measures();
  private static final Layout LAYOUT = layout(MEASURES);
  private static final ExpressionEncoder<Row> ENCODER =
      ExpressionEncoder.apply(RowEncoder.encoderFor(Shop.SILVER));

  private static Map<String, String> measures() {
    Map<String, String> measures = new LinkedHashMap<>();
    measures.put("orders", "count(*)");
    measures.put("mean_stars", "avg(stars)");
    measures.put("first_price", "first(price)");
    measures.put("first_stars", "first(stars) ignore nulls");
    measures.put("last_weight", "last(weight)");
    measures.put("cheapest_id", "min_by(event_id, price)");
    measures.put("best_id", "max_by(event_id, stars) filter (where qty > 0)");
    measures.put("dear", "count(*) filter (where price > 0)");
    measures.put("share", "count_if(late) / count(*)");
    measures.put("per_order", "sum(price) / count(price)");
    measures.put("ids", "approx_count_distinct(event_id)");
    measures.put("prices", "approx_count_distinct(price, 0.2)");
    measures.put("weights", "approx_count_distinct(weight)");
    measures.put("median_price", "percentile_approx(price, 0.5)");
    measures.put("p99_weight", "percentile_approx(weight, 0.99)");
    return measures;
  }

  private static Layout layout(Map<String, String> measures) {
    try {
      return new Layout(
          Shop.aggregate(
              "merged",
              Window.tumbling(Duration.ofHours(1)),
              Duration.ofDays(1),
              List.of("country"),
              measures),
          Shop.SILVER);
    } catch (SqlProblem problem) {
      throw new IllegalStateException(problem);
    }
  }

  @Property(tries = 500)
  void anySplitAndOrderOfTheRowsGivesTheSameValues(@ForAll long seed) {
    Random random = new Random(seed);
    List<InternalRow> rows = encoded(Shop.randomRows(seed, 1 + random.nextInt(120)));
    Map<UnsafeRow, List<Object>> atOnce = values(partial(rows));

    Collections.shuffle(rows, random);
    List<Partial> parts = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int to = Math.min(rows.size(), from + 1 + random.nextInt(40));
      parts.add(partial(rows.subList(from, to)));
      from = to;
    }
    while (parts.size() > 1) {
      Partial one = parts.remove(random.nextInt(parts.size()));
      Partial other = parts.remove(random.nextInt(parts.size()));
      Partial sent = random.nextBoolean() ? one : throughBytes(one);
      sent.absorb(other);
      parts.add(sent);
    }
    assertThat(values(throughBytes(parts.get(0)))).isEqualTo(atOnce);
  }

  @Test
  void aDistinctCountIsWithinItsErrorHoweverItIsMerged() {
    for (int count : new int[] {1, 100, 5_000, 200_000}) {
      List<DistinctCount> parts =
          IntStream.range(0, 7)
              .mapToObj(part -> new DistinctCount(DataTypes.LongType, 0.02))
              .toList();
      UnsafeRow input = new UnsafeRow(1);
      input.pointTo(new byte[16], 16);
      for (long value = 0; value < count; value++) {
        input.setLong(0, value);
        parts.get((int) (value % 7)).add(input, 0);
        parts.get((int) (value % 5)).add(input, 0);
      }
      parts.subList(1, 7).forEach(parts.get(0)::merge);
      double error = Math.abs((long) parts.get(0).value() - count) / (double) count;
      assertThat(error).as("of %d", count).isLessThan(3 * 0.02);
    }
  }

  @Test
  void aPercentileIsWithinOnePercentOfAValueOfItsRank() {
    Random random = new Random(4);
    double[] values =
        IntStream.range(0, 20_000)
            .mapToDouble(index -> Math.exp(random.nextGaussian() * 4) * (index % 10 == 0 ? -1 : 1))
            .toArray();
    for (double percentage : new double[] {0, 0.01, 0.5, 0.95, 0.999, 1}) {
      List<Percentile> parts =
          IntStream.range(0, 4).mapToObj(part -> new Percentile(percentage)).toList();
      UnsafeRow input = new UnsafeRow(1);
      input.pointTo(new byte[16], 16);
      for (int index = 0; index < values.length; index++) {
        input.setDouble(0, values[index]);
        parts.get(index % 4).add(input, 0);
      }
      parts.subList(1, 4).forEach(parts.get(0)::merge);
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double exact = sorted[(int) (percentage * (sorted.length - 1))];
      assertThat((double) parts.get(0).value())
          .isCloseTo(exact, within(Math.abs(exact) * 0.01000001));
    }
  }

  private static List<InternalRow> encoded(List<Row> rows) {
    ExpressionEncoder.Serializer<Row> serializer = ENCODER.createSerializer();
    List<InternalRow> encoded = new ArrayList<>();
    rows.forEach(row -> encoded.add(serializer.apply(row).copy()));
    return encoded;
  }

  private static Partial partial(List<InternalRow> rows) {
    PartialBuilder builder =
        new PartialBuilder(
            LAYOUT,
            Shop.SILVER.fieldIndex(SilverTable.EVENT_TIME),
            Shop.SILVER.fieldIndex(SilverTable.LATE),
            key -> true);
    rows.forEach(builder::add);
    return builder.take();
  }

  private static Partial throughBytes(Partial partial) {
    return PartialCodec.decode(PartialCodec.encode(partial, LAYOUT), LAYOUT);
  }

  private static Map<UnsafeRow, List<Object>> values(Partial partial) {
    Map<UnsafeRow, List<Object>> values = new HashMap<>();
    partial
        .measures()
        .forEach((key, found) -> values.put(key, Arrays.asList(LAYOUT.values(found))));
    return values;
  }
}
