package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.LostMetadata;
import dev.sluice.common.table.SilverTable;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gold whose newest commit is not its writer's. */
class GoldReachTest {
  private static final AnalyzedDataset SHOP = Shop.dataset();
  private static final Instant NOON = Instant.parse("2024-03-10T12:00:00Z");

  @TempDir Path lake;
  private LakeTable silver;
  private LakeTable gold;

  @BeforeEach
  void writeSomeGold() {
    silver = silver("silver");
    gold = new LakeTable(SparkForTests.session(), path(Shop.BY_COUNTRY));
    append("a", "DE", NOON);
    append("b", "FR", NOON.plusSeconds(3_600));
    stage().advance(silver, silver.version(), 0);
  }

  @Test
  void rowsSayHowFarGoldHasComeWhenNoCommitDoes() throws Exception {
    long written = silver.version();
    silver.appendNothing(new ObjectMapper().createObjectNode());
    append("c", "DE", NOON);
    LostMetadata.forget(gold);

    assertThat(problem()).isEmpty();
    assertThat(GoldReach.consumed(gold, gold.version())).isEqualTo(written);
    GoldStage stage = stage();
    assertThat(stage.consumed(Shop.BY_COUNTRY)).isEqualTo(written);
    assertThat(gold.entry(gold.version()).orElseThrow().metadata()).as("said at once").isPresent();
    stage.advance(silver, silver.version(), 0);
    assertGoldIsRecomputed();
  }

  @Test
  void aTableWithoutARowHasConsumedNothing() throws Exception {
    DeltaTable.forPath(SparkForTests.session(), gold.path()).delete();
    LostMetadata.forget(gold);

    stage().advance(silver, silver.version(), 0);

    assertGoldIsRecomputed();
  }

  @Test
  void anOptimizeOfOthersIsPassedOverAndWhatWasSaidIsSaidAgain() {
    append("c", "DE", NOON.plusSeconds(60));
    stage().advance(silver, silver.version(), 0);
    DeltaTable.forPath(SparkForTests.session(), gold.path())
        .optimize()
        .executeZOrderBy(GoldTable.WINDOW_START);
    assertThat(gold.entry(gold.version()).orElseThrow().metadata()).isEmpty();
    append("d", "DE", NOON);

    assertThat(problem()).isEmpty();
    GoldStage stage = stage();
    assertThat(gold.entry(gold.version()).orElseThrow().metadata()).isPresent();
    stage.advance(silver, silver.version(), 0);
    assertGoldIsRecomputed();
  }

  @Test
  void rowsThatOthersChangedAreRefusedUntilThatIsTakenBack() {
    long before = gold.version();
    update();
    assertThat(problem()).hasValueSatisfying(this::saysWhatWasDone);
    gold.checkpointLog(1);
    DeltaTable.forPath(SparkForTests.session(), gold.path()).optimize().executeCompaction();
    assertThat(problem()).as("an OPTIMIZE on top").hasValueSatisfying(this::saysWhatWasDone);

    DeltaTable.forPath(SparkForTests.session(), gold.path()).restoreToVersion(before);

    assertThat(problem()).isEmpty();
    append("c", "DE", NOON);
    stage().advance(silver, silver.version(), 0);
    assertGoldIsRecomputed();
  }

  @Test
  void aWriterAtWorkDoesNotHideWhatOthersChanged() {
    GoldStage stage = stage();
    update();
    append("c", "IT", NOON.plusSeconds(7_200));

    assertThatThrownBy(() -> stage.advance(silver, silver.version(), 0))
        .isInstanceOfSatisfying(SluiceException.class, this::saysWhatWasDone);
  }

  /** Copied, or made anew: its versions are not those that gold's rows name. */
  @Test
  void rowsOfAnotherSilverTableTellNothing() throws Exception {
    LostMetadata.forget(gold);
    LakeTable other = silver("other");
    assertThat(GoldReach.problem(Shop.BY_COUNTRY, gold, other))
        .as("its versions end before")
        .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("SL-4053"));

    while (other.version() <= silver.version()) {
      other.appendNothing(new ObjectMapper().createObjectNode());
    }
    assertThat(GoldReach.problem(Shop.BY_COUNTRY, gold, other))
        .as("its version came after gold's rows")
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .hasMessageContaining("reach version " + silver.version() + " of a silver"));
  }

  private void saysWhatWasDone(SluiceException problem) {
    assertThat(problem.code()).isEqualTo("SL-4052");
    assertThat(problem)
        .hasMessageContaining("Cannot go on with gold table " + Shop.BY_COUNTRY)
        .hasMessageContaining("(UPDATE) is not Sluice's and changed its rows");
  }

  private Optional<SluiceException> problem() {
    return GoldReach.problem(Shop.BY_COUNTRY, gold, silver);
  }

  private void update() {
    DeltaTable.forPath(SparkForTests.session(), gold.path())
        .updateExpr("country = 'FR'", Map.of("orders", "7"));
  }

  private LakeTable silver(String name) {
    LakeTable table = new LakeTable(SparkForTests.session(), lake + "/" + name + "/shop/g1");
    table.createIfMissing(
        Shop.SILVER, List.of(SilverTable.EVENT_DATE), List.of(SilverTable.EVENT_TIME));
    return table;
  }

  private void append(String id, String country, Instant at) {
    silver.append(
        Shop.silver(List.of(Shop.order(id, country, at, "1.00", false))),
        new ObjectMapper().createObjectNode());
  }

  private GoldStage stage() {
    return new GoldStage(SparkForTests.session(), SHOP, this::path, 1, aggregate -> {});
  }

  private String path(String aggregate) {
    return lake + "/gold/" + aggregate + "/g1";
  }

  private void assertGoldIsRecomputed() {
    List<String> actual =
        gold
            .read()
            .drop(GoldTable.VERSION, GoldTable.UPDATED_AT, GoldTable.STATE, GoldTable.WINDOW_BUCKET)
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList();
    assertThat(actual)
        .containsExactlyInAnyOrderElementsOf(
            Shop.recomputed(silver.read(), Shop.BY_COUNTRY, 0).stream()
                .map(Row::toString)
                .toList());
  }
}
