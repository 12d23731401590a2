package dev.sluice.silver;

import static dev.sluice.silver.Clicks.batch;
import static dev.sluice.silver.Clicks.bot;
import static dev.sluice.silver.Clicks.click;
import static dev.sluice.silver.Clicks.warned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.Clicks.Batch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilverStageTest {
  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;
  private Lake lake;
  private AnalyzedDataset dataset;

  @BeforeEach
  void define() {
    lake = new Lake(directory.resolve("lake").toString());
    dataset = Clicks.dataset(directory.resolve("definition"), 0);
  }

  @Test
  void everyRowEndsInExactlyOnePlace() {
    Batch batch =
        batch(
            1,
            0,
            0,
            click("a", "5.00"),
            click("a", "5.00"),
            click("b", "-1.00"),
            bot("c", "-1.00"),
            "{broken",
            null,
            warned("d"),
            click("e", "1.00", Clicks.NOON.minus(Duration.ofMinutes(11))),
            click("a", "6.00"),
            click("", "1.00"),
            click("f", "1.00", Clicks.NOON.plus(Duration.ofMinutes(6))));
    SilverCommit commit = judgeAndCommit(batch);

    assertThat(commit.addsUp()).isTrue();
    assertThat(commit.accounting())
        .isEqualTo(
            new Accounting(
                11,
                3,
                2,
                5,
                1,
                1,
                1,
                1,
                Map.of(
                    Reason.RULE_FAILED, 1L,
                    Reason.MALFORMED, 1L,
                    Reason.TOMBSTONE, 1L,
                    Reason.MISSING_FIELD, 1L,
                    Reason.FUTURE_EVENT_TIME, 1L),
                Map.of("price_not_negative", 1L, "known_country", 1L)));
    assertThat(silver("event_id, price, late, warnings[0], page, _offset"))
        .containsExactly(
            "[a,5.00,false,null,/home,0]",
            "[d,1.00,false,known_country,/home,6]",
            "[e,1.00,true,null,/home,7]");
    assertThat(quarantine())
        .containsExactly(
            "[2,RULE_FAILED,price_not_negative]",
            "[4,MALFORMED,null]",
            "[5,TOMBSTONE,null]",
            "[9,MISSING_FIELD,null]",
            "[10,FUTURE_EVENT_TIME,null]");
  }

  @Test
  void theFirstRowThatStopsSilverIsFoundBehindWhatSomebodyHasSeen() {
    Batch batch =
        batch(
            1,
            0,
            0,
            click("a", "5.00"),
            click("b", "-1.00"),
            click("c", "2000000.00"),
            "{broken",
            click("d", "3000000.00"));
    try (SilverStage stage = open()) {
      Judged judged = judge(stage, batch);

      assertThat(judged.firstStop(SourceOffsets.NONE))
          .hasValueSatisfying(
              row -> {
                assertThat(row.rule()).isEqualTo("price_sane");
                assertThat(row.offset()).isEqualTo(2);
              });
      assertThat(judged.firstStop(seenUntil(3)).map(RuleFailure::offset)).contains(4L);
      assertThat(judged.firstStop(seenUntil(5))).isEmpty();
      stage.commit(List.of(judged), 5, 1, WriteObserver.NONE);
    }
    assertThat(quarantine()).contains("[2,RULE_FAILED,price_sane]", "[4,RULE_FAILED,price_sane]");
  }

  private static SourceOffsets seenUntil(long next) {
    return SourceOffsets.NONE.with("clicks", "topic-id", 0, next);
  }

  @Test
  void aFlushOfBadRowsOnlyIsClosedBySilver() {
    SilverCommit commit = judgeAndCommit(batch(1, 0, 0, "{", "["));

    assertThat(commit.addsUp()).isTrue();
    assertThat(silver("event_id")).isEmpty();
    assertThat(quarantine()).hasSize(2);
    try (SilverStage again = open()) {
      assertThat(again.reached().last()).isEqualTo(new BatchId(1, 0));
      assertThat(again.reached().offsets().next("clicks", 0)).hasValue(2);
    }
  }

  @Test
  void aFlushThatDiedBeforeSilverLeavesNothingInQuarantine() {
    judgeAndCommit(batch(1, 0, 0, click("a", "1.00"), "{"));
    Batch unlucky = batch(1, 1, 2, click("b", "1.00"), "{", click("c", "-1.00"));
    assertThatThrownBy(() -> judgeAndCommit(unlucky, dieAfter("quarantine")))
        .hasMessage("died after quarantine");
    assertThat(quarantine()).hasSize(3);

    try (SilverStage again = open()) {
      assertThat(again.reached().last()).isEqualTo(new BatchId(1, 0));
    }
    assertThat(quarantine()).containsExactly("[1,MALFORMED,null]");
  }

  @Test
  void aChangedRuleJudgesWhatAnUnfinishedFlushLeft() {
    Batch unlucky = batch(1, 0, 0, click("a", "1.00"), click("b", "-1.00"));
    assertThatThrownBy(() -> judgeAndCommit(unlucky, dieAfter("quarantine")))
        .hasMessage("died after quarantine");

    dataset = Clicks.dataset(directory.resolve("changed"), -5);
    judgeAndCommit(unlucky);
    assertThat(quarantine()).isEmpty();
    assertThat(silver("event_id")).containsExactly("[a]", "[b]");
  }

  @Test
  void duplicatesAreKnownAfterARestart() {
    judgeAndCommit(batch(1, 0, 0, click("a", "1.00"), click("b", "1.00")));
    SilverCommit commit =
        judgeAndCommit(batch(2, 0, 2, click("a", "1.00"), click("b", "2.00"), click("c", "1.00")));

    assertThat(commit.accounting().duplicate()).isEqualTo(2);
    assertThat(commit.accounting().conflicts()).isEqualTo(1);
    assertThat(silver("event_id")).containsExactly("[a]", "[b]", "[c]");
  }

  @Test
  void aKeyIsFreeAgainAfterTheBound() {
    judgeAndCommit(batch(1, 0, 0, click("a", "1.00")));
    Duration later = Duration.ofMinutes(31);
    SilverCommit commit =
        judgeAndCommit(
            batch(1, 1, 1, Clicks.NOON.plus(later), click("a", "1.00", Clicks.NOON.plus(later))));

    assertThat(commit.accounting().good()).isEqualTo(1);
  }

  @Test
  void severalBatchesAreOneCommitOfEachTable() {
    try (SilverStage stage = open()) {
      Judged first = judge(stage, batch(1, 0, 0, click("a", "1.00"), "{"));
      Judged second = judge(stage, batch(1, 1, 2, click("a", "1.00"), click("b", "1.00")));
      SilverCommit commit = stage.commit(List.of(first, second), 4, 1, WriteObserver.NONE);

      assertThat(commit.addsUp()).isTrue();
      assertThat(commit.version()).isEqualTo(1);
      assertThat(commit.reached().first()).isEqualTo(new BatchId(1, 0));
      assertThat(commit.reached().last()).isEqualTo(new BatchId(1, 1));
      assertThat(commit.accounting().duplicate()).isEqualTo(1);
    }
  }

  @Test
  void aRowLostBetweenVerdictAndWriteIsNoticed() {
    try (SilverStage stage = open()) {
      Judged judged = judge(stage, batch(1, 0, 0, click("a", "1.00"), click("b", "1.00")));
      SilverCommit commit = stage.commit(List.of(judged), 1, 1, WriteObserver.NONE);

      assertThat(commit.addsUp()).isFalse();
    }
  }

  @Test
  void aTableGetsTheColumnsOfAWiderDefinitionInOneCommit() {
    AnalyzedDataset narrow = dataset;
    String more = click("b", "1.00").replace("\"page\"", "\"channel\": \"web\", \"page\"");
    judgeAndCommit(batch(1, 0, 0, click("a", "1.00")));
    LakeTable silver = new LakeTable(session, lake.silver("clicks", 1));
    long before = silver.version();

    dataset = Clicks.wider(directory.resolve("wider"), "string");
    SilverCommit wider = judgeAndCommit(batch(2, 0, 1, click("a", "1.00"), more));
    assertThat(wider.version()).as("the columns, then the rows").isEqualTo(before + 2);
    assertThat(silver.entry(before + 1).orElseThrow().metadata().orElseThrow().has("accounting"))
        .as("what was counted before is not counted again")
        .isFalse();
    assertThat(wider.accounting().duplicate()).isOne();
    assertThat(wider.accounting().conflicts()).as("the index reads columns by name").isZero();

    dataset = narrow;
    judgeAndCommit(
        batch(3, 0, 3, click("a", "1.00"), click("c", "1.00"), more.replace("\"b\"", "\"d\"")));
    assertThat(silver("event_id, price, channel, country, _extra"))
        .containsExactly(
            "[a,1.00,null,DE,null]",
            "[b,1.00,web,DE,null]",
            "[c,1.00,null,DE,null]",
            "[d,1.00,null,DE,{\"channel\":\"web\"}]");
    assertThat(silver.schema().fieldNames()).endsWith("event_date", "channel");
  }

  @Test
  void aTableThatWouldChangeIsLeftAsItIs() {
    dataset = Clicks.wider(directory.resolve("wider"), "string");
    judgeAndCommit(batch(1, 0, 0, click("a", "1.00")));
    LakeTable silver = new LakeTable(session, lake.silver("clicks", 1));
    long before = silver.version();

    dataset = Clicks.wider(directory.resolve("other"), "integer");
    assertThatThrownBy(this::open)
        .hasMessageContaining("column channel is string and would be bigint");
    assertThat(silver.version()).isEqualTo(before);
  }

  @Test
  void theTablesHaveTheOldestProtocol() {
    judgeAndCommit(batch(1, 0, 0, click("a", "1.00"), "{"));
    for (String path : List.of(lake.silver("clicks", 1), lake.quarantine("clicks", 1))) {
      Row detail = session.sql("describe detail delta.`" + path + "`").first();
      assertThat(detail.<Integer>getAs("minReaderVersion")).isEqualTo(1);
      assertThat(detail.<Integer>getAs("minWriterVersion")).isEqualTo(2);
    }
  }

  private SilverStage open() {
    return SilverStage.open(session, dataset, lake, 1, Optional.empty(), () -> false);
  }

  private SilverCommit judgeAndCommit(Batch batch) {
    return judgeAndCommit(batch, WriteObserver.NONE);
  }

  private SilverCommit judgeAndCommit(Batch batch, WriteObserver observer) {
    try (SilverStage stage = open()) {
      Judged judged = judge(stage, batch);
      return stage.commit(List.of(judged), judged.accounting().read(), 1, observer);
    }
  }

  private static Judged judge(SilverStage stage, Batch batch) {
    return stage.judge(batch.rows(), batch.range(), ArrivalFrontier.NONE);
  }

  private static WriteObserver dieAfter(String write) {
    return written -> {
      if (written.equals(write)) {
        throw new IllegalStateException("died after " + written);
      }
    };
  }

  private List<String> silver(String columns) {
    return new LakeTable(session, lake.silver("clicks", 1))
        .read().orderBy("_offset").selectExpr(columns.split(", ")).collectAsList().stream()
            .map(Row::toString)
            .toList();
  }

  private List<String> quarantine() {
    return new LakeTable(session, lake.quarantine("clicks", 1))
        .read().orderBy("offset").select("offset", "reason", "rule").collectAsList().stream()
            .map(Row::toString)
            .toList();
  }
}
