package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.spark.SparkForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTableTest {
  private static final StructType SCHEMA =
      new StructType().add("day", DataTypes.StringType).add("n", DataTypes.LongType);

  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;
  private LakeTable table;

  @BeforeEach
  void create() {
    table = new LakeTable(session, directory.resolve("t").toString());
    table.createIfMissing(SCHEMA, List.of("day"), List.of("n"));
  }

  @Test
  void anAppendSaysItsRowsAndCarriesItsMetadata() {
    Commit commit = table.append(rows("a", 1, "b", 2), metadata("reach", 7));

    assertThat(commit.rows()).isEqualTo(2);
    assertThat(commit.version()).isEqualTo(1);
    assertThat(table.newest())
        .hasValueSatisfying(m -> assertThat(m.get("reach").asInt()).isEqualTo(7));
    assertThat(table.read().count()).isEqualTo(2);
  }

  @Test
  void aTableThatAnotherProcessMadeIsSeen() throws IOException {
    LakeTable copy = new LakeTable(session, directory.resolve("copy").toString());
    assertThat(copy.exists()).isFalse();
    assertThat(copy.newest()).isEmpty();

    table.append(rows("a", 1), metadata("reach", 1));
    FileUtils.copyDirectory(directory.resolve("t").toFile(), directory.resolve("copy").toFile());
    assertThat(copy.exists()).isTrue();
    assertThat(copy.newest())
        .hasValueSatisfying(m -> assertThat(m.get("reach").asInt()).isEqualTo(1));
  }

  /** As other writers leave them, and as Delta does for tables of many files. */
  @Test
  void withoutChecksumsTheFilesAreFoundInTheLog() throws IOException {
    table.append(rows("a", 1, "b", 2), metadata("reach", 1));
    table.replace("day", Set.of("a"), rows("a", 3), metadata("reach", 2));
    Path withoutChecksums = directory.resolve("without");
    FileUtils.copyDirectory(
        directory.resolve("t").toFile(),
        withoutChecksums.toFile(),
        file -> !file.getName().endsWith(".crc"));
    LakeTable copy = new LakeTable(session, withoutChecksums.toString());

    assertThat(table.sizeIfKnown())
        .hasValueSatisfying(size -> assertThat(size.files()).isEqualTo(2));
    assertThat(copy.sizeIfKnown()).isEmpty();
    for (LakeTable either : List.of(table, copy)) {
      assertThat(numbers(either.read())).containsExactlyInAnyOrder(3L, 2L);
      assertThat(numbers(either.readAt(1))).containsExactlyInAnyOrder(1L, 2L);
      assertThat(either.partitions("day")).containsExactly("a", "b");
      either.replace("day", Set.of("b"), rows("b", 4), metadata("reach", 3));
      assertThat(numbers(either.read())).containsExactlyInAnyOrder(3L, 4L);
    }
  }

  @Test
  void whatADeleteSaysOfItsTableIsNotSaidOfAnother() {
    table.append(rows("a", 1, "b", 2), metadata("reach", 1));
    table.delete(functions.col("n").equalTo(2), metadata("reach", 2));
    assertThat(table.newest())
        .hasValueSatisfying(m -> assertThat(m.get("reach").asInt()).isEqualTo(2));
    assertThat(numbers(table.read())).containsExactly(1L);

    LakeTable other = new LakeTable(session, directory.resolve("other").toString());
    other.createIfMissing(SCHEMA, List.of("day"), List.of("n"));
    assertThat(other.newest()).isEmpty();
  }

  @Test
  void aSmallTableIsReadAsDeltaReadsIt() {
    readsAsDelta();
    table.append(rows("a", 1, "b", 2), metadata("reach", 1));
    readsAsDelta();
    table.replace("day", Set.of("a"), rows("a", 3), metadata("reach", 2));
    table.append(rows("c", 4, "c", 5), metadata("reach", 3));
    table.delete(functions.col("n").equalTo(5), metadata("reach", 3));
    table.addMissing(SCHEMA.add("more", DataTypes.StringType));
    readsAsDelta();
    for (int reach = 4; table.version() < 12; reach++) {
      table.append(rows("d", reach), metadata("reach", reach));
    }
    readsAsDelta();
    assertThat(numbers(table.readAt(1))).containsExactlyInAnyOrder(1L, 2L);
  }

  private void readsAsDelta() {
    Dataset<Row> expected = session.read().format("delta").load(table.path());
    assertThat(table.read().schema()).isEqualTo(expected.schema());
    assertThat(table.read().collectAsList())
        .containsExactlyInAnyOrderElementsOf(expected.collectAsList());
    assertThat(table.readAt(table.version()).collectAsList())
        .containsExactlyInAnyOrderElementsOf(expected.collectAsList());
  }

  @Test
  void distinctColumnsAreWrittenWithoutDictionary() throws IOException {
    LakeTable distinct = new LakeTable(session, directory.resolve("distinct").toString());
    distinct.createIfMissing(SCHEMA, List.of(), List.of("n"), List.of("n"));
    distinct.append(
        session.range(0, 1_000, 1, 1).selectExpr("string(id % 2) as day", "id % 2 as n"),
        metadata("reach", 1));

    for (String file : distinct.read().inputFiles()) {
      var path = new org.apache.hadoop.fs.Path(file);
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
        for (ColumnChunkMetaData column : reader.getRowGroups().get(0).getColumns()) {
          assertThat(column.getEncodingStats().hasDictionaryPages())
              .as(column.getPath().toDotString())
              .isEqualTo(column.getPath().toDotString().equals("day"));
        }
      }
    }
  }

  @Test
  void anEmptyAppendCommits() {
    table.append(rows("a", 1), metadata("reach", 1));
    Commit commit = table.append(rows(), metadata("reach", 2));

    assertThat(commit).isEqualTo(new Commit(2, 0, 0, 0));
    assertThat(table.appendNothing(metadata("reach", 3)).version()).isEqualTo(3);
    assertThat(table.newest())
        .hasValueSatisfying(m -> assertThat(m.get("reach").asInt()).isEqualTo(3));
  }

  @Test
  void rowsAddedBetweenVersionsLeaveOutWhatWasThere() {
    table.append(rows("a", 1), metadata("reach", 1));
    table.append(rows("a", 2), metadata("reach", 2));
    table.append(rows("b", 3), metadata("reach", 3));

    assertThat(numbers(table.added(1, 2))).containsExactly(2L);
    assertThat(numbers(table.added(1, 3))).containsExactlyInAnyOrder(2L, 3L);
    assertThat(numbers(table.added(3, 3))).isEmpty();
  }

  @Test
  void compactionIsNotARowAdded() {
    table.append(rows("a", 1), metadata("reach", 1));
    table.append(rows("a", 2), metadata("reach", 2));
    io.delta.tables.DeltaTable.forPath(session, table.path()).optimize().executeCompaction();

    assertThat(table.version()).isEqualTo(3);
    assertThat(numbers(table.added(2, 3))).isEmpty();
    assertThat(table.newest())
        .hasValueSatisfying(m -> assertThat(m.get("reach").asInt()).isEqualTo(2));
  }

  @Test
  void replacingAPartitionLeavesTheOthers() {
    table.append(rows("a", 1, "b", 2), metadata("reach", 1));
    table.replace("day", Set.of("a"), rows("a", 9), metadata("reach", 2));
    assertThat(numbers(table.read())).containsExactlyInAnyOrder(9L, 2L);

    table.replace("day", Set.of("a", "c"), rows("a", 10, "c", 11), metadata("reach", 3));
    assertThat(numbers(table.read())).containsExactlyInAnyOrder(10L, 2L, 11L);
  }

  @Test
  void replacingSeesWhatOthersCommittedInBetween() {
    table.append(rows("a", 1), metadata("reach", 1));
    table.replace("day", Set.of("a"), rows("a", 2), metadata("reach", 2));
    new LakeTable(session, table.path()).append(rows("a", 3), metadata("reach", 3));
    table.replace("day", Set.of("a"), rows("a", 4), metadata("reach", 4));

    assertThat(numbers(table.read())).containsExactly(4L);
  }

  @Test
  void aDeleteSaysHowFarTheTableReaches() {
    table.append(rows("a", 1, "b", 2), metadata("reach", 5));
    table.delete(functions.col("n").equalTo(1), metadata("reach", 4));

    assertThat(numbers(table.read())).containsExactly(2L);
    assertThat(table.entry(table.version()).flatMap(CommitEntry::metadata))
        .hasValueSatisfying(m -> assertThat(m.get("reach").asInt()).isEqualTo(4));
  }

  @Test
  void theProtocolIsTheOldestThatTrinoReads() {
    Row detail = session.sql("describe detail delta.`" + table.path() + "`").first();

    assertThat(detail.<Integer>getAs("minReaderVersion")).isEqualTo(1);
    assertThat(detail.<Integer>getAs("minWriterVersion")).isEqualTo(2);
  }

  @Test
  void aCheckpointBesideTheCommitsChangesNothing() {
    table.append(rows("a", 1), metadata("reach", 1));
    assertThat(table.checkpointLog(3)).isFalse();
    assertThat(table.checkpointLog(1)).isTrue();
    assertThat(table.checkpointLog(1)).isFalse();

    assertThat(directory.resolve("t/_delta_log/00000000000000000001.checkpoint.parquet")).exists();
    assertThat(numbers(table.read())).containsExactly(1L);
  }

  private Dataset<Row> rows(Object... values) {
    List<Row> rows = new java.util.ArrayList<>();
    for (int i = 0; i < values.length; i += 2) {
      rows.add(RowFactory.create(values[i], ((Number) values[i + 1]).longValue()));
    }
    return session.createDataFrame(rows, SCHEMA);
  }

  private static List<Long> numbers(Dataset<Row> rows) {
    return rows.select("n").collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  private static ObjectNode metadata(String key, int value) {
    return new ObjectMapper().createObjectNode().put(key, value);
  }
}
