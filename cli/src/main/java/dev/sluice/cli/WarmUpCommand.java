package dev.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.LakeTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;

/**
 * Runs the commands that should answer at once, and writes and reads a small table, so that the
 * launcher can archive the classes this loads (AppCDS): for itself, and for the driver that demo
 * and up start. The answers go nowhere.
 */
@Command(name = "warm-up", hidden = true, description = "Load what the quick commands need.")
final class WarmUpCommand implements Callable<Integer> {
  private static final String EXAMPLE = "examples/clickstream/dataset.yaml";

  private final Console console;

  WarmUpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    Console silent = new Console(nowhere, nowhere, console.home(), console.terminal());
    String example = console.home().resolve(EXAMPLE).toString();
    Main.run(silent, "--help");
    Main.run(silent, "--version");
    Main.run(silent, "no-such-command");
    Main.run(silent, "explain");
    Main.run(silent, "explain", "SL-2001", "--json");
    Main.run(silent, "doctor", "--json");
    Main.run(silent, "status");
    Main.run(silent, "status", "--json");
    Main.run(silent, "validate", example);
    // With problems it goes other ways, through messages and suggestions.
    Main.run(silent, "validate", example, example, "--json");
    useTables();
    return ExitCode.OK.code();
  }

  private static void useTables() throws IOException {
    Path folder = Files.createTempDirectory("sluice-warm-up");
    StructType schema = new StructType().add("day", "string").add("n", "long");
    ObjectNode metadata = new ObjectMapper().createObjectNode();
    try (SparkSession session = Sessions.local("warm-up").getOrCreate()) {
      LakeTable table = new LakeTable(session, folder.resolve("table").toString());
      table.createIfMissing(schema, List.of("day"), List.of("n"));
      Dataset<Row> rows =
          session.createDataFrame(List.of(RowFactory.create("2001-01-01", 1L)), schema);
      table.append(rows, metadata);
      table.replace("day", Set.of("2001-01-01"), rows, metadata);
      table.read().where("n > 0").groupBy("day").count().collect();
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }
}
