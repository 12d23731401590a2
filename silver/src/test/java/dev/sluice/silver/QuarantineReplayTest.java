package dev.sluice.silver;

import static dev.sluice.silver.Clicks.NOON;
import static dev.sluice.silver.Clicks.batch;
import static dev.sluice.silver.Clicks.bot;
import static dev.sluice.silver.Clicks.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.Clicks.Batch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refused rows through a changed definition: each in silver once, or where it belongs instead. */
class QuarantineReplayTest {
  private static final QuarantineFilter ALL = QuarantineFilter.waiting(List.of());
  private static final QuarantineFilter RULES =
      QuarantineFilter.waiting(List.of(Reason.RULE_FAILED));

  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;
  private Lake lake;
  private AnalyzedDataset dataset;

  @BeforeEach
  void define() {
    lake = new Lake(directory.resolve("lake").toString());
    dataset = Clicks.dataset(directory.resolve("strict"), 0);
  }

  @Test
  void rowsThatAreGoodNowLandOnceWhoeverDiesBetweenTheWrites() {
    flush(batch(1, 0, 0, click("a", "5.00"), click("b", "-1.00"), "{broken", click("b", "-2.00")));
    flush(batch(1, 1, 4, bot("c", "1.00"), click("d", "-3.00"), click("e", "-90.00")));
    Reached before = Reached.of(silver());
    relax();

    for (String write : List.of("silver", "quarantine", "silver", "quarantine")) {
      assertThatThrownBy(() -> replay("first", RULES, dieAfter(write)))
          .hasMessage("died after " + write);
    }
    assertThat(replay("first", RULES, WriteObserver.NONE))
        .as("what every one of them has done")
        .isEqualTo(new QuarantineCounts(4, 2, 1, 0, 1, 0));
    assertThat(ids()).containsExactly("[a,0]", "[b,1]", "[d,5]");
    assertThat(states())
        .containsExactly(
            "[1,replayed,1,good,RULE_FAILED]",
            "[2,open,0,null,MALFORMED]",
            "[3,replayed,1,duplicate,RULE_FAILED]",
            "[5,replayed,1,good,RULE_FAILED]",
            "[6,still_failing,1,null,RULE_FAILED]");
    assertThat(replay(RULES, WriteObserver.NONE)).isEqualTo(new QuarantineCounts(1, 0, 0, 0, 1, 0));
    assertThat(states()).endsWith("[6,still_failing,2,null,RULE_FAILED]");
    assertThat(quarantine().read().where("state = 'open'").count()).as("the verdicts").isEqualTo(5);

    assertThat(Reached.of(silver()).last()).isEqualTo(before.last());
    assertThat(Reached.of(silver()).offsets()).isEqualTo(before.offsets());
    assertThat(Reached.of(quarantine()).last()).isEqualTo(before.last());
    SilverCommit next = flush(batch(2, 0, 7, click("d", "4.00"), click("f", "4.00")));
    assertThat(next.addsUp()).isTrue();
    assertThat(next.accounting().duplicate()).as("of a row that came from quarantine").isOne();
  }

  @Test
  void aRowIsADuplicateOfWhateverSilverHasWithinTheBound() {
    Duration apart = Duration.ofMinutes(31);
    flush(batch(1, 0, 0, click("a", "-1.00"), click("b", "-1.00"), click("c", "-1.00")));
    flush(batch(1, 1, 3, click("a", "3.00")));
    flush(
        batch(
            1,
            2,
            4,
            NOON.plus(apart),
            click("b", "3.00", NOON.plus(apart)),
            click("z", "3.00", NOON.plus(Duration.ofDays(3)))));
    relax();

    assertThat(replay(ALL, WriteObserver.NONE)).isEqualTo(new QuarantineCounts(4, 2, 1, 0, 1, 0));
    assertThat(ids()).containsExactly("[b,1]", "[c,2]", "[a,3]", "[b,4]");
    assertThat(states()).startsWith("[0,replayed,1,duplicate,RULE_FAILED]");
    assertThat(replay(ALL, WriteObserver.NONE).rows()).as("the event of the future").isOne();
  }

  @Test
  void whatIsDiscardedOrNotClosedOrNotInBronzeDoesNotLand() {
    flush(batch(1, 0, 0, click("a", "-1.00"), click("b", "-1.00"), click("c", "-1.00"), "{"));
    append(batch(1, 1, 4, click("d", "-1.00")));
    assertThatThrownBy(() -> judge(batch(1, 1, 4, click("d", "-1.00")), dieAfter("quarantine")))
        .hasMessage("died after quarantine");
    quarantined().discard(QuarantineFilter.at(new RowCoordinates("clicks", 0, 1)));
    io.delta.tables.DeltaTable.forPath(session, bronze().path()).delete("offset = 2");
    relax();

    assertThat(quarantined().count(ALL)).as("d is of an unclosed flush").isEqualTo(3);
    assertThat(replay(ALL, WriteObserver.NONE)).isEqualTo(new QuarantineCounts(3, 1, 0, 0, 1, 1));
    assertThat(ids()).containsExactly("[a,0]");
    assertThat(quarantined().discard(ALL)).isEqualTo(2);
    assertThat(quarantined().discard(ALL)).isZero();
    assertThat(states())
        .startsWith(
            "[0,replayed,1,good,RULE_FAILED]",
            "[1,discarded,0,null,RULE_FAILED]",
            "[2,discarded,0,null,RULE_FAILED]",
            "[3,discarded,1,null,MALFORMED]");

    assertThat(judge(batch(1, 1, 4, click("d", "-1.00")), WriteObserver.NONE).addsUp()).isTrue();
    assertThat(ids()).as("the flush that died is judged again").containsExactly("[a,0]", "[d,4]");
    assertThat(quarantine().read().where("offset = 4").count()).isZero();
  }

  @Test
  void aTableFromBeforeThereWereStatesGainsThem() {
    StructType schema = QuarantineTable.SCHEMA;
    StructType before = new StructType(Arrays.copyOf(schema.fields(), schema.length() - 4));
    quarantine().createIfMissing(before, List.of(), List.of(QuarantineTable.EPOCH));
    flush(batch(1, 0, 0, click("a", "-1.00")));

    assertThat(states()).containsExactly("[0,open,0,null,RULE_FAILED]");
    Row detail = session.sql("describe detail delta.`" + quarantine().path() + "`").first();
    assertThat(detail.<Integer>getAs("minWriterVersion")).isEqualTo(2);
  }

  private void relax() {
    dataset = Clicks.dataset(directory.resolve("relaxed"), -10);
  }

  /** One that nobody has begun before. */
  private QuarantineCounts replay(QuarantineFilter rows, WriteObserver observer) {
    return replay(UUID.randomUUID().toString(), rows, observer);
  }

  /** With a slice, and so with its writes, for every batch. */
  private QuarantineCounts replay(String id, QuarantineFilter rows, WriteObserver observer) {
    try (QuarantineReplay replay =
        new QuarantineReplay(session, dataset, quarantined(), Optional.empty(), () -> false, 1)) {
      return replay.run(id, rows, observer, counts -> {});
    }
  }

  private QuarantineStates quarantined() {
    return new QuarantineStates(session, lake, "clicks", 1);
  }

  private SilverCommit flush(Batch batch) {
    append(batch);
    return judge(batch, WriteObserver.NONE);
  }

  private void append(Batch batch) {
    bronze().createIfMissing(BronzeTable.SCHEMA, List.of(), List.of(BronzeTable.EPOCH));
    bronze().append(batch.rows().toDataset(session), batch.range().toJson());
  }

  private SilverCommit judge(Batch batch, WriteObserver observer) {
    try (SilverStage stage =
        SilverStage.open(session, dataset, lake, 1, Optional.empty(), () -> false)) {
      Judged judged = stage.judge(batch.rows(), batch.range(), ArrivalFrontier.NONE);
      return stage.commit(List.of(judged), judged.accounting().read(), 1, observer);
    }
  }

  private LakeTable bronze() {
    return new LakeTable(session, lake.bronze("clicks", 1));
  }

  private LakeTable silver() {
    return new LakeTable(session, lake.silver("clicks", 1));
  }

  private LakeTable quarantine() {
    return new LakeTable(session, lake.quarantine("clicks", 1));
  }

  private List<String> ids() {
    return lines(silver(), "event_id", "_offset");
  }

  /** The last states, by offset. */
  private List<String> states() {
    return QuarantineTable.current(quarantine().read())
        .orderBy("offset")
        .select("offset", "state", "attempts", "outcome", "reason")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static List<String> lines(LakeTable table, String... columns) {
    return table.read().orderBy("_offset").selectExpr(columns).collectAsList().stream()
        .map(Row::toString)
        .toList();
  }

  private static WriteObserver dieAfter(String write) {
    return written -> {
      if (written.equals(write)) {
        throw new IllegalStateException("died after " + written);
      }
    };
  }
}
