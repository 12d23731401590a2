package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.spark.RequestJob;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ExitCode;
import dev.sluice.lanes.Apply;
import dev.sluice.lanes.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice apply dataset.yaml}: a definition with more fields, without another driver. */
@Command(
    name = "apply",
    description = "Let a running driver go on with a dataset file that only adds.",
    footer = {
      "",
      "New optional fields, more values of an enumeration, wider bounds: silver gains the columns,",
      "the lanes of the dataset pause for seconds. All else is refused, and nothing is changed.",
      "Without a driver it is done here, for the next one to start with the same file.",
      "",
      "Examples:",
      "  sluice apply examples/clickstream/dataset.yaml",
      "  sluice apply datasets/orders.yaml --json"
    })
final class ApplyCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private LakeOptions lake;
  @Mixin private ResultOptions results;

  @Parameters(paramLabel = "<file>", description = "The dataset file.")
  private Path file;

  ApplyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    PlatformDefinition platform = lake.platform(console);
    String name = Definitions.require(List.of(file), platform).get(0).name();
    try (RequestJob<Request.Apply> job = new RequestJob<>("apply", console, platform, Apply::new)) {
      JsonNode result = job.execute(new Request.Apply(name, DefinitionFiles.read(file)));
      results.print(console, result, ApplyCommand::line);
    }
    return ExitCode.OK.code();
  }

  private static String line(JsonNode result) {
    String dataset = result.get("dataset").asText();
    String version = result.get("definition_version").asText();
    if (!result.get("changed").asBoolean()) {
      return "%s: has definition %s already".formatted(dataset, version);
    }
    List<String> columns = new ArrayList<>();
    result.get("columns_added").forEach(column -> columns.add(column.asText()));
    boolean isByDriver = result.get("done_by").asText().equals("driver");
    return "%s: definition %s %s; new in silver: %s"
        .formatted(
            dataset,
            version,
            isByDriver ? "is in force" : "is kept for the next driver",
            columns.isEmpty() ? "nothing" : String.join(", ", columns));
  }
}
