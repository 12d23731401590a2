package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.lanes.GenerationRemoval;
import dev.sluice.lanes.OldGenerations;
import dev.sluice.lanes.Request;
import dev.sluice.lanes.RequestClient;
import dev.sluice.lanes.StoredGeneration;
import dev.sluice.trino.TableNames;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice maintain generations}: removes the tables that replays left behind. */
@Command(
    name = "generations",
    description = "Remove generations that are neither in force nor where a rollback goes.",
    footer = {
      "",
      "Those that a swap left behind, and those that a replay made and nobody swapped to. A generation",
      "stays for a week after a name last meant it or something was last written to it, and while a",
      "replay of its dataset runs. A driver that runs does it; without one it is done here.",
      "",
      "Examples:",
      "  sluice maintain generations --dry-run",
      "  sluice maintain generations clickstream --retain-hours 720 --yes --json"
    })
final class MaintainGenerationsCommand implements Callable<Integer> {
  private static final int WEEK_IN_HOURS = 168;

  private final Console console;

  @Mixin private LakeOptions lake;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "<dataset>",
      description = "Names of datasets; all of the lake without one.")
  private List<String> datasets = List.of();

  @Option(names = "--dry-run", description = "Only show what there is and what would go.")
  private boolean dryRun;

  @Option(
      names = "--retain-hours",
      paramLabel = "<n>",
      defaultValue = "" + WEEK_IN_HOURS,
      description = "Leave those used within so many hours (default: ${DEFAULT-VALUE}).")
  private int retainHours;

  @Option(
      names = "--include-rollback",
      description = "Also the one that `replay rollback` goes to: then there is no way back.")
  private boolean includeRollback;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  MaintainGenerationsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Duration stay = Duration.ofHours(Ranges.atLeast(1, retainHours, "--retain-hours", spec));
    Lake found = lake.lake(console);
    List<StoredGeneration> stored = find(found, stay);
    List<StoredGeneration> going = stored.stream().filter(StoredGeneration::goes).toList();
    if (dryRun || going.isEmpty()) {
      show(stored, generation -> generation.goes() ? "would go" : "stays");
    } else {
      confirm(going);
      Set<String> gone = remove(found, going, stay);
      show(stored, generation -> gone.contains(name(generation)) ? "removed" : "stays");
    }
    return ExitCode.OK.code();
  }

  private List<StoredGeneration> find(Lake found, Duration stay) {
    LakeCatalog catalog = LakeCatalog.find(found);
    List<String> names =
        datasets.isEmpty()
            ? catalog.tables(LakeCatalog.Layer.SILVER).stream()
                .map(LakeCatalog.Table::name)
                .toList()
            : datasets.stream().map(name -> catalog.table("silver." + name).name()).toList();
    OldGenerations old = new OldGenerations(found, Sessions.hadoop());
    return names.stream().flatMap(name -> old.of(name, stay, includeRollback).stream()).toList();
  }

  private void confirm(List<StoredGeneration> going) {
    List<String> backward =
        going.stream()
            .filter(generation -> generation.state() == StoredGeneration.State.ROLLBACK)
            .map(StoredGeneration::dataset)
            .toList();
    String what =
        "deleting the tables of "
            + going.stream()
                .map(MaintainGenerationsCommand::name)
                .collect(Collectors.joining(", "));
    new Confirmation(console, yes)
        .require(
            backward.isEmpty()
                ? what
                : what
                    + "; no `sluice replay rollback` of "
                    + String.join(", ", backward)
                    + " is possible afterwards, and rows that only those tables have are lost");
  }

  private Set<String> remove(Lake found, List<StoredGeneration> going, Duration stay)
      throws InterruptedException {
    // No name may mean a table that goes, not even one that nobody has moved since the swap.
    TableNames.followIfServed(LakeCatalog.look(found));
    Set<String> gone = new HashSet<>();
    try (Progress progress = new Progress(console)) {
      RequestClient<Request.RemoveGenerations> client =
          new RequestClient<>(
              found,
              Sessions.hadoop(),
              new GenerationRemoval(found, Sessions.hadoop()),
              progress::say);
      for (String dataset : going.stream().map(StoredGeneration::dataset).distinct().toList()) {
        client
            .execute(new Request.RemoveGenerations(dataset, stay.toSeconds(), includeRollback))
            .get("removed")
            .forEach(number -> gone.add(name(dataset, number.asInt())));
      }
    }
    return gone;
  }

  private void show(List<StoredGeneration> stored, Function<StoredGeneration, String> action) {
    if (json) {
      new Output(console, OutputFormat.JSON)
          .object(
              Map.of(
                  "generations",
                  stored.stream().map(found -> object(found, action.apply(found))).toList()));
      return;
    }
    new Output(console, OutputFormat.TABLE)
        .rows(
            List.of("dataset", "generation", "state", "last used", "MB", "action"),
            stored.stream()
                .map(
                    found ->
                        List.of(
                            found.dataset(),
                            found.number(),
                            found.state().text(),
                            found.lastUsed(),
                            found.bytes() / 1_000_000,
                            action.apply(found)))
                .toList());
  }

  private static Map<String, Object> object(StoredGeneration found, String action) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("dataset", found.dataset());
    object.put("generation", found.number());
    object.put("state", found.state().text());
    object.put("last_used", found.lastUsed());
    object.put("bytes", found.bytes());
    object.put("tables", found.tables());
    object.put("action", action);
    return object;
  }

  private static String name(StoredGeneration generation) {
    return name(generation.dataset(), generation.number());
  }

  private static String name(String dataset, int number) {
    return "generation " + number + " of " + dataset;
  }
}
