package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.DecodeCase.Format;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the contenders do the work they are measured for; how fast is for `sluice bench` to say. */
class DecodeCaseTest {
  private static final int ROWS = 1_000;

  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void everyContenderWritesAllRows(Format format) throws Exception {
    CaseReport report = new DecodeCase(session, directory, format).run(ROWS, 0, 1, line -> {});

    assertThat(report.rows()).isEqualTo(ROWS);
    assertThat(report.lines())
        .extracting(line -> line.get(0))
        .containsExactly("bare append", "from_" + format.word() + ", append", "silver");
    List<Path> runs = runs();
    // In the order of the contenders: bare, parsed, silver.
    assertThat(runs).hasSize(3);
    Dataset<Row> bare = session.read().format("delta").load(runs.get(0).toString());
    assertThat(bare.count()).isEqualTo(ROWS);
    Dataset<Row> parsed = session.read().format("delta").load(runs.get(1).toString());
    assertThat(parsed.where("price is not null and weight is not null").count()).isEqualTo(ROWS);
    Lake lake = new Lake(runs.get(2).toString());
    Dataset<Row> silver = new LakeTable(session, lake.silver("purchases", 1)).read();
    assertThat(silver.where("user_id like 'k1:%' and ip like '%.0/24'").count())
        .as("one in fifty filtered, one in a hundred refused")
        .isEqualTo(ROWS - ROWS / 50 - ROWS / 100);
    assertThat(new LakeTable(session, lake.quarantine("purchases", 1)).read().count())
        .isEqualTo(ROWS / 100);
  }

  private List<Path> runs() throws Exception {
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .filter(path -> path.getFileName().toString().startsWith("run-"))
          .sorted()
          .toList();
    }
  }
}
