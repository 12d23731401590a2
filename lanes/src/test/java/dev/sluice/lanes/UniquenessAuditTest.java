package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Dedup;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.common.table.SilverTable;
import dev.sluice.lanes.AuditReport.Repetition;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of silver that must not both be there are found in the table itself. */
class UniquenessAuditTest {
  private static final StructType SILVER = SilverTable.schema(List.of());
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Dedup DEDUP = new Dedup(List.of("event_id"), Duration.ofMinutes(30));

  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;
  private LakeTable silver;

  @BeforeEach
  void create() {
    silver = new LakeTable(session, directory.resolve("silver").toString());
    silver.createIfMissing(
        SILVER, List.of(SilverTable.EVENT_DATE), List.of(SilverTable.ARRIVED_AT));
  }

  @Test
  void aKeyMayOccurAgainBeyondTheBoundAndNotWithinIt() {
    assertThat(audit(Instant.EPOCH).rows()).as("of an empty table").isZero();
    append(row("a", 0, 1), row("b", 5, 2), row("a", 31, 3), row(null, 0, 4), row("c", -800, 5));
    AuditReport unique = audit(Instant.EPOCH);
    assertThat(unique.violations()).isZero();
    assertThat(unique.rows()).isEqualTo(5);
    assertThat(unique.keys()).as("one of them in two rows").isEqualTo(4);

    append(row("b", 35, 6), row("a", 62, 7), row("c", -799, 8), row(null, 30, 9));
    AuditReport found = audit(unique.at());
    assertThat(found.violations()).isEqualTo(3);
    assertThat(found.examples())
        .containsExactlyInAnyOrder(repeats(2, 6), repeats(5, 8), repeats(4, 9));
  }

  @Test
  void whatAnotherDefinitionLetThroughIsNoViolation() {
    append(row("a", 0, 1), row("a", 1, 2), row("a", 40, 3), row("a", 41, 4));
    assertThat(audit(Instant.EPOCH).violations()).isEqualTo(2);
    assertThat(audit(Instant.EPOCH, NOON.plusSeconds(90)).examples())
        .containsExactly(repeats(3, 4));
  }

  @Test
  void aNightIsNoGapBetweenWindows() {
    append(row("a", 719, 1));
    append(row("a", 721, 2));
    assertThat(audit(Instant.EPOCH).examples()).containsExactly(repeats(1, 2));
  }

  private AuditReport audit(Instant uniqueAt) {
    return audit(uniqueAt, Instant.EPOCH);
  }

  private AuditReport audit(Instant uniqueAt, Instant judgedSince) {
    return new UniquenessAudit(silver, DEDUP)
        .run(uniqueAt, judgedSince, new RequestHandler.Work(line -> {}, () -> false));
  }

  private static Repetition repeats(long first, long again) {
    return new Repetition(
        new RowCoordinates("clicks", 0, first), new RowCoordinates("clicks", 0, again));
  }

  private void append(Row... rows) {
    silver.append(session.createDataFrame(Arrays.asList(rows), SILVER), Reached.NOTHING.toJson());
  }

  /** Arrived so many minutes after noon. */
  private static Row row(String eventId, int minute, long offset) {
    Timestamp at = Timestamp.from(NOON.plus(Duration.ofMinutes(minute)));
    return RowFactory.create(
        eventId,
        at,
        at,
        false,
        new String[0],
        null,
        "main",
        "clicks",
        0,
        offset,
        Date.valueOf("2026-03-01"));
  }
}
