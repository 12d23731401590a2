package dev.sluice.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.spark.Rows;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BronzeReachedTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;
  private BronzeStage bronze;

  @BeforeEach
  void create() {
    bronze = new BronzeStage(session, directory.resolve("bronze").toString());
  }

  @Test
  void anEmptyTableReachesNothing() {
    assertThat(bronze.reached()).isEqualTo(Reached.NOTHING);
  }

  @Test
  void aCommitSaysHowFarItReachesEvenPastItsRows() {
    BatchId id = new BatchId(3, 7);
    SourceOffsets offsets = SourceOffsets.NONE.with("t", "id", 0, 12);
    Reached reached = new Reached(id, id, offsets, ArrivalFrontier.NONE.with("t", 0, 5));
    bronze.commit(List.of(Rows.of(rows(0, 10, 3, 7))), reached, 1, read -> {});

    assertThat(new BronzeStage(session, bronze.table().path()).reached()).isEqualTo(reached);
  }

  @Test
  void withoutAnyMetadataTheRowsSayHowFarTheyReach() {
    rows(0, 10, 1, 4).write().format("delta").mode("append").save(bronze.table().path());
    rows(1, 5, 2, 0).write().format("delta").mode("append").save(bronze.table().path());

    Reached reached = new BronzeStage(session, bronze.table().path()).reached();

    assertThat(reached.last()).isEqualTo(new BatchId(2, 0));
    assertThat(reached.offsets().next("t", 0)).hasValue(10);
    assertThat(reached.offsets().next("t", 1)).hasValue(5);
    assertThat(reached.frontier().slowest()).isEqualTo(AT.toEpochMilli() * 1_000);
    assertThat(bronze.reached()).isEqualTo(reached);
  }

  private Dataset<Row> rows(int partition, int count, long epoch, long batch) {
    Timestamp at = Timestamp.from(AT);
    List<Row> rows = new ArrayList<>();
    for (long offset = 0; offset < count; offset++) {
      rows.add(
          RowFactory.create(
              "main",
              "t",
              partition,
              offset,
              at,
              1,
              null,
              new byte[] {1},
              List.of(),
              at,
              epoch,
              batch,
              Date.valueOf("2026-03-01")));
    }
    return session.createDataFrame(rows, BronzeTable.SCHEMA);
  }
}
