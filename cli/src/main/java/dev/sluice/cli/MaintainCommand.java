package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.spark.RequestJob;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.lanes.Maintenance;
import dev.sluice.lanes.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice maintain [tables…]}: keeps tables fit without changing a row. */
@Command(
    name = "maintain",
    description = "Compact tables, write checkpoints of their logs, delete files nobody needs.",
    subcommands = MaintainGenerationsCommand.class,
    footer = {
      "",
      "Without --optimize, --checkpoint or --vacuum it does the first two. Without tables it does all",
      "of the lake. A driver that runs does it beside its lanes; without one it is done here.",
      "`maintain generations` removes what replays have left behind.",
      "",
      "Examples:",
      "  sluice maintain",
      "  sluice maintain --list --json",
      "  sluice maintain silver.clickstream --optimize",
      "  sluice maintain --vacuum --retain-hours 168 --yes --json"
    })
final class MaintainCommand implements Callable<Integer> {
  private static final int WEEK_IN_HOURS = 168;

  private final Console console;

  @Mixin private LakeOptions lake;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "<table>",
      description = "Tables as SQL calls them, such as silver.clickstream.")
  private List<String> tables = List.of();

  @Option(names = "--list", description = "Only name the tables it would take.")
  private boolean list;

  @Option(names = "--optimize", description = "Write small files as larger ones.")
  private boolean optimize;

  @Option(names = "--checkpoint", description = "Write a checkpoint of the table's log.")
  private boolean checkpoint;

  @Option(names = "--vacuum", description = "Delete files that the newest version does not need.")
  private boolean vacuum;

  @Option(
      names = "--retain-hours",
      paramLabel = "<n>",
      defaultValue = "" + WEEK_IN_HOURS,
      description = "VACUUM leaves files needed within so many hours (default: ${DEFAULT-VALUE}).")
  private int retainHours;

  @Option(names = "--yes", description = "Do not ask before a VACUUM.")
  private boolean yes;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  MaintainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Duration stay = Duration.ofHours(Ranges.atLeast(1, retainHours, "--retain-hours", spec));
    PlatformDefinition found = lake.platform(console);
    List<String> names = names(LakeCatalog.find(new Lake(found.lake())));
    if (list) {
      show(names);
    } else {
      confirm(names);
      maintain(found, names, stay);
    }
    console.out().flush();
    return ExitCode.OK.code();
  }

  private List<String> names(LakeCatalog catalog) {
    return tables.isEmpty()
        ? catalog.tables().stream().map(LakeCatalog.Table::sqlName).toList()
        : tables.stream().map(name -> catalog.table(name).sqlName()).toList();
  }

  private void show(List<String> names) {
    if (json) {
      List<?> objects = names.stream().map(name -> Map.of("table", name)).toList();
      new Output(console, OutputFormat.JSON).object(Map.of("tables", objects));
    } else {
      names.forEach(console.out()::println);
    }
  }

  private void maintain(PlatformDefinition found, List<String> names, Duration stay)
      throws Exception {
    List<JsonNode> results = new ArrayList<>();
    try (RequestJob<Request.Maintain> job =
        new RequestJob<>(
            "maintain",
            console,
            found,
            here -> Maintenance.withoutLanes(here.session(), here.platform()))) {
      for (String name : names) {
        JsonNode result = job.execute(request(name, stay));
        results.add(result);
        if (!json) {
          console.out().println(line(result));
        }
      }
    }
    if (json) {
      new Output(console, OutputFormat.JSON)
          .object(Map.of("tables", new ObjectMapper().convertValue(results, List.class)));
    }
  }

  private Request.Maintain request(String table, Duration stay) {
    boolean nothingSaid = !optimize && !checkpoint && !vacuum;
    return new Request.Maintain(
        table, optimize || nothingSaid, checkpoint || nothingSaid, vacuum ? stay.toSeconds() : -1);
  }

  private void confirm(List<String> names) {
    if (vacuum) {
      new Confirmation(console, yes)
          .require(
              "deleting files of %s that no version of the last %d hours needs"
                  .formatted(String.join(", ", names), retainHours));
    }
  }

  private static String line(JsonNode result) {
    List<String> parts = new ArrayList<>();
    if (result.has("optimize")) {
      parts.add(
          "%d files became %d"
              .formatted(
                  result.get("optimize").get("files_removed").asLong(),
                  result.get("optimize").get("files_added").asLong()));
    }
    if (result.has("checkpoint_version")) {
      parts.add("checkpoint of version " + result.get("checkpoint_version").asLong());
    }
    if (result.has("vacuum")) {
      parts.add("%d files deleted".formatted(result.get("vacuum").get("files_deleted").asLong()));
    }
    String by = result.get("done_by").asText().equals("driver") ? " (by the driver)" : "";
    return result.get("table").asText() + ": " + String.join(", ", parts) + by;
  }
}
