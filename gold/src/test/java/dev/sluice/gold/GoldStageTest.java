package dev.sluice.gold;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.SilverTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldStageTest {
  private static final AnalyzedDataset SHOP = Shop.dataset();
  private static final Consumer<String> ALIVE = aggregate -> {};
  private static final GoldOptions NO_ROOM_IN_THE_DRIVER = new GoldOptions(0, 0);
  private static final GoldOptions NO_CACHE = new GoldOptions(100_000, 0);
  private static final Instant NOON = Instant.parse("2024-03-10T12:00:00Z");

  @TempDir Path lake;
  private LakeTable silver;

  @BeforeEach
  void createSilver() {
    silver = new LakeTable(SparkForTests.session(), lake + "/silver/shop/g1");
    silver.createIfMissing(
        Shop.SILVER, List.of(SilverTable.EVENT_DATE), List.of(SilverTable.EVENT_TIME));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void goldIsWhatSparkRecomputesHoweverTheRowsAreSplitAndOrdered(long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>(Shop.randomRows(seed, 1_500));
    Collections.shuffle(rows, random);
    GoldStage stage = stage(ALIVE, seed == 3 ? NO_CACHE : GoldOptions.DEFAULT);
    long frontier = micros(Instant.EPOCH);
    int from = 0;
    while (from < rows.size()) {
      int to = Math.min(rows.size(), from + 1 + random.nextInt(600));
      frontier += Duration.ofMinutes(random.nextInt(4)).toNanos() / 1_000;
      append(rows.subList(from, to));
      if (random.nextInt(3) > 0) {
        stage.advance(silver, silver.version(), frontier);
      }
      if (random.nextInt(4) == 0) {
        stage = stage(ALIVE, GoldOptions.DEFAULT);
      }
      from = to;
    }
    stage.advance(silver, silver.version(), frontier);
    assertGoldIsRecomputed(frontier);
  }

  @Test
  void theExecutorsWriteWhatTheDriverWrites() {
    GoldStage stage = stage(ALIVE, NO_ROOM_IN_THE_DRIVER);
    List<Row> rows = Shop.randomRows(7, 1_000);
    append(rows.subList(0, 600));
    stage.advance(silver, silver.version(), micros(Instant.EPOCH));
    assertGoldIsRecomputed(micros(Instant.EPOCH));
    append(rows.subList(600, 1_000));
    stage.advance(silver, silver.version(), micros(NOON.plusSeconds(600)));
    assertGoldIsRecomputed(micros(NOON.plusSeconds(600)));
  }

  @Test
  void driverAndExecutorsTakeTurnsOnOnePartition() {
    List<Row> rows = Shop.randomRows(8, 900);
    append(rows.subList(0, 300));
    stage(ALIVE, GoldOptions.DEFAULT).advance(silver, silver.version(), 0);
    append(rows.subList(300, 600));
    stage(ALIVE, NO_ROOM_IN_THE_DRIVER).advance(silver, silver.version(), 0);
    append(rows.subList(600, 900));
    stage(ALIVE, GoldOptions.DEFAULT).advance(silver, silver.version(), 0);
    assertGoldIsRecomputed(0);
  }

  @Test
  void aDeathBetweenTheCommitsOfTwoAggregatesLosesAndRepeatsNothing() {
    List<Row> rows = Shop.randomRows(11, 400);
    append(rows.subList(0, 200));
    GoldStage dying = stage(new DiesAfter(1), GoldOptions.DEFAULT);
    assertThatThrownBy(() -> dying.advance(silver, silver.version(), 0))
        .isInstanceOf(Death.class)
        .hasMessage("after " + Shop.BY_COUNTRY);

    GoldStage restarted = stage(ALIVE, GoldOptions.DEFAULT);
    assertThat(restarted.consumed(Shop.BY_COUNTRY)).isEqualTo(silver.version());
    assertThat(restarted.consumed(Shop.TOTAL)).isEqualTo(-1);
    assertThat(restarted.consumed()).isEqualTo(-1);

    append(rows.subList(200, 400));
    restarted.advance(silver, silver.version(), 0);
    assertGoldIsRecomputed(0);
    assertThat(restarted.consumed()).isEqualTo(silver.version());
  }

  @Test
  void dyingAfterEveryCommitStillGetsThere() {
    List<Row> rows = Shop.randomRows(12, 300);
    for (int part = 0; part < 3; part++) {
      append(rows.subList(part * 100, part * 100 + 100));
      GoldStage dying = stage(new DiesAfter(1), GoldOptions.DEFAULT);
      assertThatThrownBy(() -> dying.advance(silver, silver.version(), 0))
          .isInstanceOf(Death.class)
          .hasMessageStartingWith("after ");
    }
    stage(ALIVE, GoldOptions.DEFAULT).advance(silver, silver.version(), 0);
    assertGoldIsRecomputed(0);
  }

  @Test
  void aRangeThatIsInIsNotAppliedAgain() {
    append(List.of(Shop.order("a", "DE", NOON, "1.00", false)));
    GoldStage stage = stage(ALIVE, GoldOptions.DEFAULT);
    stage.advance(silver, silver.version(), 0);
    stage.apply(silver.added(-1, silver.version()), -1, silver.version(), 0);
    stage(ALIVE, GoldOptions.DEFAULT)
        .apply(silver.added(-1, silver.version()), -1, silver.version(), 0);
    assertThat(ordersAndLate()).containsExactly("DE 1 0");
  }

  @Test
  void aLateRowReachesItsOldWindow() {
    GoldStage stage = stage(ALIVE, NO_CACHE);
    append(List.of(Shop.order("a", "DE", NOON, "1.00", false)));
    stage.advance(silver, silver.version(), 0);
    append(List.of(Shop.order("b", "DE", NOON.plusSeconds(7_200), "1.00", false)));
    stage.advance(silver, silver.version(), micros(NOON.plusSeconds(7_200)));
    append(List.of(Shop.order("c", "DE", NOON.plusSeconds(59), "2.50", true)));
    stage.advance(silver, silver.version(), micros(NOON.plusSeconds(7_201)));

    assertThat(ordersAndLate()).containsExactly("DE 2 1", "DE 1 0");
    assertThat(gold(Shop.BY_COUNTRY).orderBy(GoldTable.WINDOW_START).first().<Long>getAs("version"))
        .isEqualTo(silver.version());
    assertGoldIsRecomputed(micros(NOON.plusSeconds(7_201)));
  }

  @Test
  void aGroupMayBeNull() {
    append(
        List.of(
            Shop.order("a", null, NOON, "1.00", false),
            Shop.order("b", null, NOON, "1.00", false),
            Shop.order("c", "", NOON, "1.00", false)));
    stage(ALIVE, GoldOptions.DEFAULT).advance(silver, silver.version(), 0);
    assertThat(ordersAndLate()).containsExactlyInAnyOrder("null 2 0", " 1 0");
  }

  @Test
  void aWindowBecomesFinalOnceWithoutANewRow() {
    GoldStage stage = stage(ALIVE, GoldOptions.DEFAULT);
    append(List.of(Shop.order("a", "DE", NOON, "1.00", false)));
    long windowEnd = micros(NOON.plusSeconds(60));
    long late = Shop.LATE.toNanos() / 1_000;
    stage.advance(silver, silver.version(), windowEnd + late - 1);
    assertThat(finals()).containsExactly(false);

    silver.appendNothing(new ObjectMapper().createObjectNode());
    stage = stage(ALIVE, GoldOptions.DEFAULT);
    stage.advance(silver, silver.version(), windowEnd + late);
    assertThat(finals()).containsExactly(true);
    long version = goldTable(Shop.BY_COUNTRY).version();
    assertThat(gold(Shop.BY_COUNTRY).first().<Long>getAs("version"))
        .as("finality is no change of the measures")
        .isEqualTo(silver.version() - 1);

    silver.appendNothing(new ObjectMapper().createObjectNode());
    stage.advance(silver, silver.version(), windowEnd + late + 1);
    assertThat(goldTable(Shop.BY_COUNTRY).version()).as("nothing to write").isEqualTo(version);
    assertThat(stage.consumed(Shop.BY_COUNTRY)).isEqualTo(silver.version());

    append(List.of(Shop.order("b", "DE", NOON, "1.00", true)));
    stage.advance(silver, silver.version(), windowEnd - 5);
    assertThat(finals()).as("the frontier never goes back").containsExactly(true);
    assertThat(ordersAndLate()).containsExactly("DE 2 1");
  }

  @Test
  void manySmallDecimalsAddUpToTheLastDigit() {
    List<Row> rows = new ArrayList<>();
    for (int cent = 0; cent < 1_000; cent++) {
      rows.add(Shop.order("u" + cent, "DE", NOON, "0.01", false));
    }
    rows.add(Shop.order("big", "DE", NOON, "9999999999999999.99", false));
    append(rows);
    stage(ALIVE, GoldOptions.DEFAULT).advance(silver, silver.version(), 0);
    assertThat(gold(Shop.BY_COUNTRY).select("revenue").first().getDecimal(0))
        .isEqualByComparingTo("10000000000000009.99");
  }

  @Test
  void aTableOfAnotherDefinitionIsRefused() throws Exception {
    stage(ALIVE, GoldOptions.DEFAULT);
    AnalyzedAggregate changed =
        Shop.aggregate(
            Shop.TOTAL,
            Shop.SLIDING,
            Duration.ofDays(1),
            List.of(),
            Map.of("orders", "max(country)"));
    AnalyzedDataset other =
        new AnalyzedDataset(
            SHOP.definition(),
            SHOP.sourceSchema(),
            SHOP.where(),
            SHOP.fields(),
            SHOP.rules(),
            SHOP.silverSchema(),
            List.of(changed));
    assertThatThrownBy(() -> new GoldStage(SparkForTests.session(), other, this::path, 1, ALIVE))
        .hasMessageContaining("Cannot go on with gold table total_1h")
        .hasMessageContaining("has other columns than the definition");
  }

  @Test
  void totalsGoOnFromGold() {
    append(Shop.randomRows(21, 300));
    stage(ALIVE, GoldOptions.DEFAULT).advance(silver, silver.version(), 0);
    Totals totals = new Totals(SHOP, Shop.BY_COUNTRY);
    totals.load(gold(Shop.BY_COUNTRY));

    long before = silver.version();
    append(Shop.randomRows(22, 300));
    Dataset<Row> rows = silver.added(before, silver.version());
    Partial partial = PartialAggregation.of(SHOP).of(rows).get(Shop.BY_COUNTRY);
    int changed = partial.size();
    assertThat(totals.merge(partial).changed()).hasSize(changed);

    stage(ALIVE, GoldOptions.DEFAULT).advance(silver, silver.version(), 0);
    List<String> shown = new ArrayList<>();
    totals.forEach(
        value ->
            shown.add(
                value.windowStart() + " " + value.columns().values() + " " + value.lateRows()));
    List<String> expected = new ArrayList<>();
    for (Row row : gold(Shop.BY_COUNTRY).collectAsList()) {
      List<Object> columns = new ArrayList<>();
      for (int index = 2; index < row.fieldIndex(GoldTable.LATE_ROWS); index++) {
        columns.add(row.get(index));
      }
      expected.add(
          micros(row.getTimestamp(0).toInstant()) + " " + columns + " " + row.getAs("late_rows"));
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = 31)
  void goldWithoutSomeRowsIsWhatSparkRecomputes(long seed) {
    List<Row> rows = new ArrayList<>(Shop.randomRows(seed, 1_200));
    rows.add(Shop.order("u7", "alone", NOON, "1.00", false));
    append(rows);
    long frontier = micros(NOON.plusSeconds(600));
    long version = silver.version();
    Column isGoing = col(SilverTable.EVENT_ID).like("u7%");
    // As in a table that gained columns: they stand behind those the definition has last.
    String[] columns = silver.read().columns();
    Collections.reverse(Arrays.asList(columns));
    Dataset<Row> turned = silver.read().selectExpr(columns);
    GoldCorrection correction =
        GoldCorrection.of(SHOP, turned.where(isGoing), turned.where(functions.not(isGoing)));
    for (int times = 0; times < 2; times++) {
      GoldStage stage = stage(ALIVE, GoldOptions.DEFAULT);
      stage.advance(silver, version, frontier);
      stage.correct(correction, version);
    }
    long going = silver.read().where(isGoing).count();
    assertThat(
            silver.remove(
                silver.read().where(isGoing).select(SilverTable.EVENT_ID).distinct(),
                List.of(SilverTable.EVENT_ID),
                gone -> new ObjectMapper().createObjectNode().put("gone", gone)))
        .isEqualTo(going)
        .isPositive();
    assertThat(silver.newest().orElseThrow().get("gone").asLong()).isEqualTo(going);
    assertThat(silver.hasAdded(version, silver.version())).isFalse();
    assertGoldIsRecomputed(frontier);

    append(Shop.randomRows(seed + 100, 300));
    stage(ALIVE, GoldOptions.DEFAULT).advance(silver, silver.version(), frontier);
    assertGoldIsRecomputed(frontier);
  }

  private void append(List<Row> rows) {
    silver.append(Shop.silver(rows).coalesce(2), new ObjectMapper().createObjectNode());
  }

  private GoldStage stage(Consumer<String> afterWrite, GoldOptions options) {
    return new GoldStage(SparkForTests.session(), SHOP, this::path, 1, afterWrite, options);
  }

  private String path(String aggregate) {
    return lake + "/gold/" + aggregate + "/g1";
  }

  private LakeTable goldTable(String aggregate) {
    return new LakeTable(SparkForTests.session(), path(aggregate));
  }

  private Dataset<Row> gold(String aggregate) {
    return goldTable(aggregate).read();
  }

  private List<String> ordersAndLate() {
    return gold(Shop.BY_COUNTRY)
        .orderBy(GoldTable.WINDOW_START)
        .select("country", "orders", "late_rows")
        .collectAsList()
        .stream()
        .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
        .toList();
  }

  private List<Boolean> finals() {
    return gold(Shop.BY_COUNTRY).select(col("final")).collectAsList().stream()
        .map(row -> row.getBoolean(0))
        .toList();
  }

  private void assertGoldIsRecomputed(long frontier) {
    for (String aggregate : List.of(Shop.BY_COUNTRY, Shop.TOTAL)) {
      List<Row> expected = Shop.recomputed(silver.read(), aggregate, frontier);
      assertThat(expected).isNotEmpty();
      List<Row> actual =
          gold(aggregate)
              .drop(
                  GoldTable.VERSION, GoldTable.UPDATED_AT, GoldTable.STATE, GoldTable.WINDOW_BUCKET)
              .collectAsList();
      assertThat(strings(actual)).containsExactlyInAnyOrderElementsOf(strings(expected));
    }
  }

  private static List<String> strings(List<Row> rows) {
    return rows.stream().map(Row::toString).toList();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Death(String message) {
      super(message);
    }
  }

  /** Ends the process, as far as the stage can tell, after so many commits. */
  private static final class DiesAfter implements Consumer<String> {
    private int commits;

    DiesAfter(int commits) {
      this.commits = commits;
    }

    @Override
    public void accept(String aggregate) {
      if (--commits == 0) {
        throw new Death("after " + aggregate);
      }
    }
  }
}
