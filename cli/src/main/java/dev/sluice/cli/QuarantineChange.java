package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.spark.RequestJob;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.lanes.Request;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code quarantine replay} and {@code quarantine discard} have in common. */
abstract class QuarantineChange implements Callable<Integer> {
  private final Console console;

  @Mixin private LakeOptions lake;
  @Mixin private QuarantineSelection selection;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  QuarantineChange(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    QuarantineFilter rows = selection.rows();
    PlatformDefinition platform = lake.platform(console);
    LakeCatalog catalog = LakeCatalog.find(new Lake(platform.lake()));
    String name =
        catalog.table(LakeCatalog.Layer.QUARANTINE.text() + "." + selection.dataset()).name();
    confirm(console, name, selection.words());
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
    try (ScratchDirectory scratch = ScratchDirectory.of("quarantine", console);
        Progress progress = new Progress(console);
        RequestJob job = RequestJob.quarantine(platform, scratch.folder(), progress::say)) {
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
