package dev.sluice.common.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;

/** Makes tables whose log was cleaned by somebody: no commit says anything any more. */
public final class LostMetadata {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LostMetadata() {}

  /** Takes what we say out of every commit of a table. */
  public static void forget(LakeTable table) throws IOException {
    List<Path> commits;
    try (Stream<Path> log = Files.list(Path.of(table.path(), "_delta_log"))) {
      commits = log.filter(file -> file.toString().endsWith(".json")).toList();
    }
    for (Path commit : commits) {
      List<String> actions = new ArrayList<>();
      for (String line : Files.readAllLines(commit)) {
        ObjectNode action = (ObjectNode) JSON.readTree(line);
        if (action.get("commitInfo") instanceof ObjectNode info) {
          info.remove("userMetadata");
        }
        actions.add(action.toString());
      }
      Files.deleteIfExists(commit.resolveSibling("." + commit.getFileName() + ".crc"));
      Files.write(commit, actions);
    }
    DeltaLog.clearCache();
    if (table.newest().isPresent()) {
      throw new IllegalStateException(table.path() + " still says something");
    }
  }
}
