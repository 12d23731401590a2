package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.spark.RequestJob;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.lanes.Request;
import dev.sluice.local.StateDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code quarantine replay} and {@code quarantine discard} have in common. */
abstract class QuarantineChange implements Callable<Integer> {
  private final Console console;

  @Mixin private LakeOptions lake;
  @Mixin private QuarantineFilterOptions filter;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "<dataset>", description = "The dataset's name.")
  private String dataset;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "<coordinates>",
      converter = Coordinates.class,
      description = "<topic>/<partition>/<offset>, as `ls` has them; without, all that fit.")
  private RowCoordinates coordinates;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  QuarantineChange(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (coordinates != null && filter.areGiven()) {
      throw new ParameterException(
          spec.commandLine(), "Coordinates name one row: filters cannot be given with them");
    }
    QuarantineFilter rows =
        coordinates == null ? filter.filter() : QuarantineFilter.at(coordinates);
    PlatformDefinition platform = lake.platform(console);
    LakeCatalog catalog = LakeCatalog.find(new Lake(platform.lake()));
    String name = catalog.table(LakeCatalog.Layer.QUARANTINE.text() + "." + dataset).name();
    confirm(console, name, coordinates == null ? filter.words() : coordinates.toString());
    JsonNode result = execute(platform, request(name, rows));
    if (json) {
      new Output(console, OutputFormat.JSON)
          .object(new ObjectMapper().convertValue(result, Map.class));
    } else {
      console.out().println(Cells.harmless(line(result)));
    }
    console.out().flush();
    return ExitCode.OK.code();
  }

  private JsonNode execute(PlatformDefinition platform, Request request) throws Exception {
    Path folder =
        new StateDirectory(console.local())
            .scratch()
            .resolve("quarantine-" + ProcessHandle.current().pid());
    try (ScratchDirectory scratch = new ScratchDirectory(folder);
        Progress progress = new Progress(console);
        RequestJob job = RequestJob.quarantine(platform, folder, progress::say)) {
      return job.execute(request);
    }
  }

  /**
   * Asks, where it cannot be undone.
   *
   * @param rows which, in words
   */
  abstract void confirm(Console console, String name, String rows);

  abstract Request request(String name, QuarantineFilter rows);

  /** The result for people. */
  abstract String line(JsonNode result);
}
