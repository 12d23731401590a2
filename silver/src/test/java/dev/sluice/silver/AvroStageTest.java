package dev.sluice.silver;

import static dev.sluice.silver.AvroClicks.first;
import static dev.sluice.silver.AvroClicks.second;
import static dev.sluice.silver.AvroEvents.wired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.common.table.Subject;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.local.Ports;
import dev.sluice.silver.Clicks.Batch;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silver of a dataset in Avro, with a real registry. */
class AvroStageTest {
  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;
  private Lake lake;
  private int firstId;
  private int secondId;

  @BeforeEach
  void register() {
    lake = new Lake(directory.resolve("lake").toString());
    firstId = TestRegistry.register("clicks-value", "AVRO", AvroClicks.FIRST);
    secondId = TestRegistry.register("clicks-value", "AVRO", AvroClicks.SECOND);
  }

  @Test
  void everyEventIsReadWithTheSchemaThatWroteIt() {
    int incompatible = TestRegistry.register("clicks-value", "AVRO", AvroClicks.INCOMPATIBLE);
    int foreign =
        TestRegistry.register(
            "prices-value", "AVRO", AvroClicks.SECOND.replace("\"Click\"", "\"Price\""));
    Batch batch =
        batch(
            0,
            wired(firstId, first("a", "5.00")),
            wired(secondId, second("b", "1234567890123456.78", "DE")),
            wired(firstId, first("a", "5.00")),
            wired(secondId, second("c", "-1.00", null)),
            wired(424_242, second("d", "1.00", "DE")),
            wired(foreign, second("e", "1.00", "DE")),
            wired(incompatible, new byte[] {2, 'f', 0, 0, 0}),
            wired(firstId, new byte[] {2}),
            "{\"event_id\": \"g\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    try (SilverStage stage = open(TestRegistry.patient(Duration.ofSeconds(30)), () -> false)) {
      SilverCommit commit = judgeAndCommit(stage, batch);

      assertThat(commit.addsUp()).isTrue();
      assertThat(commit.accounting())
          .isEqualTo(
              new Accounting(
                  9,
                  2,
                  1,
                  6,
                  0,
                  0,
                  0,
                  0,
                  Map.of(
                      Reason.RULE_FAILED, 1L,
                      Reason.SCHEMA_UNKNOWN, 3L,
                      Reason.SCHEMA_INCOMPATIBLE, 1L,
                      Reason.MALFORMED, 1L),
                  Map.of("price_not_negative", 1L)));
      assertThat(rows(lake.silver("avro_clicks", 1), "event_id", "price", "country", "event_time"))
          .containsExactlyInAnyOrder(
              "[a,5.00,null,2026-03-01 12:00:00.0]",
              "[b,1234567890123456.78,DE,2026-03-01 12:00:00.0]");
      assertThat(rows(lake.quarantine("avro_clicks", 1), "offset", "reason"))
          .contains("[4,SCHEMA_UNKNOWN]", "[5,SCHEMA_UNKNOWN]", "[8,SCHEMA_UNKNOWN]");
    }
  }

  @Test
  void aBatchIsHeldUntilTheRegistryAnswers() {
    TestRegistry.server().pause();
    try (SilverStage stage = open(TestRegistry.patient(Duration.ofMinutes(1)), () -> false)) {
      CompletableFuture<SilverCommit> commit =
          CompletableFuture.supplyAsync(
              () ->
                  judgeAndCommit(
                      stage,
                      batch(
                          0,
                          wired(firstId, first("a", "5.00")),
                          wired(secondId, second("b", "7.00", "FR")))));
      await().during(Duration.ofSeconds(2)).until(() -> !commit.isDone());
      TestRegistry.server().resume();

      assertThat(commit.join().addsUp()).isTrue();
      assertThat(commit.join().accounting().good()).isEqualTo(2);
    } finally {
      TestRegistry.server().resume();
    }
  }

  @Test
  void whatIsKnownNeedsNoRegistry() {
    try (SilverStage stage = open(TestRegistry.patient(Duration.ofMinutes(1)), () -> false)) {
      judgeAndCommit(stage, batch(0, wired(firstId, first("a", "5.00"))));
      TestRegistry.server().pause();
      SilverCommit commit = judgeAndCommit(stage, batch(1, wired(firstId, first("b", "5.00"))));
      assertThat(commit.accounting().good()).isEqualTo(1);
    } finally {
      TestRegistry.server().resume();
    }
  }

  @Test
  void aRegistryThatStaysDownMakesSchemasUnavailable() {
    try (SilverStage stage = open(nobody(Duration.ofMillis(300)), () -> false)) {
      SilverCommit commit =
          judgeAndCommit(
              stage,
              batch(
                  0,
                  wired(firstId, first("a", "5.00")),
                  wired(secondId, second("b", "7.00", "FR")),
                  new byte[] {1}));

      assertThat(commit.addsUp()).isTrue();
      assertThat(commit.accounting().reasons())
          .isEqualTo(Map.of(Reason.SCHEMA_UNAVAILABLE, 2L, Reason.SCHEMA_UNKNOWN, 1L));
      SilverCommit next = judgeAndCommit(stage, batch(3, wired(firstId, first("c", "5.00"))));
      assertThat(next.accounting().reasons()).isEqualTo(Map.of(Reason.SCHEMA_UNAVAILABLE, 1L));
    }
  }

  @Test
  void aLaneThatIsToStopDoesNotWait() {
    try (SilverStage stage = open(nobody(Duration.ofMinutes(5)), () -> true)) {
      Batch batch = batch(0, wired(firstId, first("a", "5.00")));
      assertThatThrownBy(() -> stage.judge(batch.rows(), batch.range(), ArrivalFrontier.NONE))
          .isInstanceOf(HoldEnded.class);
    }
  }

  @Test
  void aPersonsRecordsAreFoundByTheSchemaThatWroteThem() {
    Registry registry = TestRegistry.patient(Duration.ofSeconds(30));
    SubjectSearch search =
        new SubjectSearch(
            session,
            AvroClicks.dataset(directory.resolve("definition"), registry),
            Optional.of(registry),
            () -> false);
    Batch batch =
        batch(
            0,
            wired(firstId, first("a", "5.00")),
            wired(secondId, second("b", "1.00", "ada")),
            wired(secondId, second("c", "-1.00", "ada")),
            wired(secondId, second("ada", "1.00", "adam")),
            wired(424_242, second("d", "1.00", "ada")),
            "ada".getBytes(java.nio.charset.StandardCharsets.UTF_8),
            null);

    SubjectRows found =
        search.find(
            batch.rows().toDataset(session),
            Subject.of("ada"),
            Set.of(
                new RowCoordinates("clicks", 0, 0),
                new RowCoordinates("clicks", 0, 5),
                new RowCoordinates("clicks", 1, 6)),
            "ada".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(found.records())
        .as("what was named goes only if nobody can read it")
        .extracting(RecordIdentity::offset)
        .containsExactlyInAnyOrder(1L, 2L, 5L);
    assertThat(found.unreadable()).isEqualTo(3);
    assertThat(found.mentioning()).isEqualTo(2);
    assertThat(found.mentions())
        .extracting(RowCoordinates::offset)
        .containsExactlyInAnyOrder(4L, 5L);
  }

  private static Registry nobody(Duration hold) {
    return new Registry(
        URI.create("http://127.0.0.1:" + Ports.free()),
        Optional.empty(),
        Duration.ofSeconds(1),
        hold);
  }

  private static Batch batch(long firstOffset, byte[]... values) {
    return Clicks.batch(1, firstOffset, firstOffset, Clicks.NOON, Arrays.asList(values));
  }

  private SilverStage open(Registry registry, WaitingLane stopping) {
    AnalyzedDataset dataset = AvroClicks.dataset(directory.resolve("definition"), registry);
    return SilverStage.open(session, dataset, lake, 1, Optional.of(registry), stopping);
  }

  private static SilverCommit judgeAndCommit(SilverStage stage, Batch batch) {
    Judged judged = stage.judge(batch.rows(), batch.range(), ArrivalFrontier.NONE);
    try {
      return stage.commit(List.of(judged), judged.accounting().read(), 1, WriteObserver.NONE);
    } finally {
      judged.release();
    }
  }

  private List<String> rows(String path, String... columns) {
    return new LakeTable(session, path)
        .read().selectExpr(columns).collectAsList().stream().map(Row::toString).toList();
  }
}
