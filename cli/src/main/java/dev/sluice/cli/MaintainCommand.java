package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.spark.RequestJob;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.AuditErrors;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice maintain [tables…]}: keeps tables fit without changing a row. */
@Command(
    name = "maintain",
    description = "Compact tables, write checkpoints of their logs, delete files nobody needs.",
    subcommands = MaintainGenerationsCommand.class,
    footer = {
      "",
      "Without --optimize, --checkpoint, --vacuum or --audit it does the first two. Without tables it",
      "does all of the lake. A driver that runs does it beside its lanes; without one it is done here.",
      "--audit ends with exit code 5 when silver has rows that deduplication should have dropped.",
      "`maintain generations` removes what replays have left behind.",
      "",
      "Examples:",
      "  sluice maintain",
      "  sluice maintain --list --json",
      "  sluice maintain silver.clickstream --optimize",
      "  sluice maintain --audit",
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
      names = "--audit",
      description = "Look in silver for rows of one key within dedup.within of each other.")
  private boolean audit;

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
    List<LakeCatalog.Table> chosen = chosen(LakeCatalog.find(new Lake(found.lake())));
    List<String> names = chosen.stream().map(LakeCatalog.Table::sqlName).toList();
    if (list) {
      new MaintainedTables(found.lake(), chosen).show(console, json);
    } else {
      confirm(names);
      maintain(found, names, stay);
    }
    console.out().flush();
    return ExitCode.OK.code();
  }

  private List<LakeCatalog.Table> chosen(LakeCatalog catalog) {
    if (tables.isEmpty()) {
      return isAuditAlone() ? catalog.tables(LakeCatalog.Layer.SILVER) : catalog.tables();
    }
    List<LakeCatalog.Table> named = tables.stream().map(catalog::table).toList();
    if (isAuditAlone()) {
      named.forEach(this::requireSilver);
    }
    return named;
  }

  /** A check that looks at nothing must not pass. */
  private void requireSilver(LakeCatalog.Table table) {
    if (table.layer() != LakeCatalog.Layer.SILVER) {
      throw new ParameterException(
          spec.commandLine(), "--audit is of tables of silver, not of " + table.sqlName());
    }
  }

  private boolean isAuditAlone() {
    return audit && !optimize && !checkpoint && !vacuum;
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
          MaintainReport.lines(result).forEach(console.out()::println);
        }
      }
    }
    if (json) {
      new Output(console, OutputFormat.JSON)
          .object(Map.of("tables", new ObjectMapper().convertValue(results, List.class)));
    }
    console.out().flush();
    List<String> violated = MaintainReport.violations(results);
    if (!violated.isEmpty()) {
      throw AuditErrors.notUnique(violated);
    }
  }

  private Request.Maintain request(String table, Duration stay) {
    boolean nothingSaid = !optimize && !checkpoint && !vacuum && !audit;
    return new Request.Maintain(
        table,
        optimize || nothingSaid,
        checkpoint || nothingSaid,
        vacuum ? stay.toSeconds() : -1,
        audit);
  }

  private void confirm(List<String> names) {
    if (vacuum) {
      new Confirmation(console, yes)
          .require(
              "deleting files of %s that no version of the last %d hours needs"
                  .formatted(String.join(", ", names), retainHours));
    }
  }
}
