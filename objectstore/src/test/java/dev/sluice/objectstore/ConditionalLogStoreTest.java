package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.s3.PretendedS3;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.LakeTable;
import java.io.FileNotFoundException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits in a pretended S3, some of them by other processes. */
class ConditionalLogStoreTest {
  private static final String OF_ANOTHER =
      "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"WRITE\",\"operationParameters\":{}}}\n";
  private static String bucket;

  private final SparkSession session = SparkForTests.session();
  private final Configuration hadoop =
      PretendedS3.configure(session.sparkContext().hadoopConfiguration());
  private final ConditionalLogStore store = new ConditionalLogStore(hadoop);
  private String path;

  @BeforeAll
  static void makeBucket() throws Exception {
    bucket = PretendedS3.makeBucket("logs");
  }

  @BeforeEach
  void makePath() {
    path = "s3a://" + bucket + "/a lake/" + UUID.randomUUID();
  }

  @Test
  void aVersionIsCommittedOnce() throws Exception {
    write(0, "first");

    assertThatThrownBy(() -> write(0, "second"))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(name(0));
    assertThat(read(0)).containsExactly("first");
  }

  @Test
  void oneThatAnotherProcessHasCommittedIsSaidToBe() throws Exception {
    commitElsewhere(0);

    assertThatThrownBy(() -> write(0, "ours"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(path + ": another process has committed up to version 0")
        .extracting("code")
        .isEqualTo("SL-2023");
  }

  @Test
  void aCommitWhoseAnswerIsLostIsFoundToBeThere() throws Exception {
    try (FlakyStore flaky = new FlakyStore()) {
      flaky.loseAnswers(1);
      ConditionalLogStore told = new ConditionalLogStore(flaky.hadoop());

      told.write(file(0), List.of("ours").iterator(), false, flaky.hadoop());

      assertThat(read(0)).containsExactly("ours");
    }
  }

  @Test
  void filesAreListedFromOneOnAndFoldersAreNot() throws Exception {
    for (int version = 0; version < 4; version++) {
      write(version, "any");
    }
    store.write(new Path(log(), "_last_checkpoint"), List.of("{}").iterator(), true, hadoop);
    store.write(new Path(log(), "_sidecars/one"), List.of("").iterator(), true, hadoop);

    assertThat(names(new Path(log(), "%020d.".formatted(2))))
        .containsExactly(name(2), name(3), "_last_checkpoint");
    assertThat(names(file(2))).containsExactly(name(2), name(3), "_last_checkpoint");
    assertThat(names(new Path(log(), "_z"))).isEmpty();
    assertThatThrownBy(() -> store.listFrom(new Path(path, "nowhere/0"), hadoop))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aTableIsAppendedToOnlyByWhoKnowsItsNewestCommit() throws Exception {
    LakeTable table = new LakeTable(session, path);
    table.createIfMissing(rows(0).schema(), List.of(), List.of("id"));
    table.append(rows(2), reaching("first"));
    table.append(rows(2), reaching("second"));
    LakeTable reader = new LakeTable(session, path);
    assertThat(reader.newest().orElseThrow().get("at").asText()).isEqualTo("second");

    // Between two commits of ours.
    commitElsewhere(3);
    assertThatThrownBy(() -> table.append(rows(2), reaching("lost")))
        .hasMessageContaining("another process has committed up to version 3");

    // While we write: after the transaction has begun.
    LakeTable again = new LakeTable(session, path);
    again.newest();
    assertThatThrownBy(() -> again.append(rows(2), reaching("lost"), () -> commitElsewhere(4)))
        .hasMessageContaining("another process has committed up to version 4");

    LakeTable anew = new LakeTable(session, path);
    assertThat(anew.newest().orElseThrow().get("at").asText()).isEqualTo("second");
    anew.append(rows(1), reaching("third"));
    assertThat(anew.read().count()).isEqualTo(5);
  }

  @Test
  void commitsOfOneProcessDoNotDisturbEachOther() {
    LakeTable table = new LakeTable(session, path);
    table.createIfMissing(rows(0).schema(), List.of(), List.of("id"));
    LakeTable maintenance = new LakeTable(session, path);
    maintenance.newest();
    table.append(rows(2), reaching("first"));

    // Between two commits, and while one is made.
    maintenance.appendNothing(reaching("first"));
    table.append(rows(2), reaching("second"), () -> maintenance.appendNothing(reaching("first")));

    assertThat(table.version()).isEqualTo(4);
    assertThat(table.checkpointLog(1)).isTrue();
    assertThat(new LakeTable(session, path).read().count()).isEqualTo(4);
  }

  private Dataset<Row> rows(int count) {
    return session.range(count).toDF("id");
  }

  private static ObjectNode reaching(String where) {
    return JsonNodeFactory.instance.objectNode().put("at", where);
  }

  private void commitElsewhere(long version) {
    try {
      PretendedS3.put(bucket + file(version).toUri().getRawPath(), OF_ANOTHER);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(long version, String line) throws Exception {
    store.write(file(version), List.of(line).iterator(), false, hadoop);
  }

  private List<String> read(long version) throws Exception {
    List<String> lines = new ArrayList<>();
    try (var content = store.read(file(version), hadoop)) {
      content.forEachRemaining(lines::add);
    }
    return lines;
  }

  private List<String> names(Path from) throws Exception {
    List<String> names = new ArrayList<>();
    store
        .listFrom(from, hadoop)
        .forEachRemaining((FileStatus file) -> names.add(file.getPath().getName()));
    return names;
  }

  private Path log() {
    return new Path(path, "_delta_log");
  }

  private Path file(long version) {
    return new Path(log(), name(version));
  }

  private static String name(long version) {
    return "%020d.json".formatted(version);
  }
}
