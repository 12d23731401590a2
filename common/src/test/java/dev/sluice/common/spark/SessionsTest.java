package dev.sluice.common.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.LakeTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  private final SparkSession session = SparkForTests.session();
  private final ObjectNode metadata = new ObjectMapper().createObjectNode().put("reach", 1);
  @TempDir Path directory;

  /** Hadoop's own local file system does, for the permissions of a file and for a renamed one. */
  @Test
  void aCommitStartsNoProcess() throws IOException {
    Dataset<Row> rows = session.range(10).select(functions.lit("a").as("day"), functions.col("id"));
    LakeTable table = new LakeTable(session, directory.resolve("t").toString());
    table.createIfMissing(rows.schema(), List.of("day"), List.of("id"));

    Path file = directory.resolve("processes.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      table.append(rows, metadata);
      table.replace("day", Set.of("a"), rows, metadata);
      table.appendNothing(metadata);
      table.checkpointLog(1);
      assertThat(table.read().count()).isEqualTo(10);
      recording.dump(file);
    }
    assertThat(RecordingFile.readAllEvents(file))
        .extracting((RecordedEvent event) -> event.getString("command"))
        .as("what was started, but for what Spark asks once about its own memory")
        .filteredOn(command -> !command.startsWith("getconf"))
        .isEmpty();
  }
}
