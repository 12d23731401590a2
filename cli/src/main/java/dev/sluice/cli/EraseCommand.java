package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.spark.RequestJob;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ErasureErrors;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.common.table.Subject;
import dev.sluice.lanes.ErasureRequests;
import dev.sluice.lanes.Request;
import dev.sluice.silver.SilverSubjects;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice erase}: a person's rows go, from all tables of a dataset and from Redis. */
@Command(
    name = "erase",
    description = "Erase a person's rows from bronze, silver, quarantine, gold and Redis.",
    footer = {
      "",
      "Finds the records whose field `erasure.subject` is the id, shows how many rows of which",
      "tables they are, asks, and has the driver erase them: its lanes of the dataset pause for",
      "seconds. Without a driver it is done here. Earlier versions of the tables keep the rows",
      "until VACUUM; Kafka keeps the records for its own retention. --list shows the erasures that",
      "there were: of a dataset, or of an id.",
      "",
      "Examples:",
      "  sluice erase --dataset clickstream --subject u-17 --dry-run",
      "  sluice erase --dataset clickstream --subject u-17 --vacuum --yes",
      "  sluice erase --dataset clickstream --subject u-17 --unreadable shop.clicks/0/4711",
      "  sluice erase --list --json"
    })
final class EraseCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private LakeOptions lake;
  @Mixin private ResultOptions results;
  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "Show the erasures that there were, and nothing else.")
  private boolean list;

  @Option(names = "--dataset", paramLabel = "<name>", description = "The dataset's name.")
  private String dataset;

  @Option(
      names = "--subject",
      paramLabel = "<id>",
      description = "The person's id, as it stands in the events.")
  private String subject;

  @Option(
      names = "--unreadable",
      paramLabel = "<coordinates>",
      converter = Coordinates.class,
      description = "Where a record stands that goes too, if nobody can read it: as `show` has it.")
  private List<RowCoordinates> unreadable = List.of();

  @Option(
      names = "--leave-unknown",
      description = "Go on though rows that only silver has do not tell whose they are.")
  private boolean leaveUnknown;

  @Option(names = "--dry-run", description = "Only show what would be erased.")
  private boolean dryRun;

  @Option(
      names = "--vacuum",
      description = "Delete the bytes at once: queries that run meanwhile may fail.")
  private boolean vacuum;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  EraseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      new ErasureList(lake.lake(console))
          .show(console, results, Optional.ofNullable(dataset), Optional.ofNullable(subject));
    } else {
      require("--dataset=<name>", dataset);
      require("--subject=<id>", subject);
      erase();
    }
    return ExitCode.OK.code();
  }

  private void require(String option, String value) {
    if (value == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '" + option + "'");
    }
  }

  private void erase() throws Exception {
    PlatformDefinition platform = lake.platform(console);
    String name =
        LakeCatalog.find(new Lake(platform.lake()))
            .table(LakeCatalog.Layer.BRONZE.text() + "." + dataset)
            .name();
    try (RequestJob<Request.Erase> job =
        new RequestJob<>("erase", console, platform, ErasureRequests::new)) {
      Request.Erase request = request(name, platform);
      JsonNode plan = new ErasureRequests(job.context()).plan(request, subject);
      if (!dryRun) {
        requireKnown(name, plan);
      }
      if (dryRun || plan.get("records").asLong() == 0) {
        show(plan);
      } else {
        confirm(name, plan);
        show(job.execute(request));
      }
    }
  }

  private Request.Erase request(String name, PlatformDefinition platform) {
    return new Request.Erase(
        UUID.randomUUID().toString(),
        name,
        Subject.of(subject),
        SilverSubjects.signed(subject, platform.hmacKeys()),
        unreadable.stream().map(RowCoordinates::toString).toList(),
        leaveUnknown,
        vacuum);
  }

  private void requireKnown(String name, JsonNode plan) {
    long unknown = plan.get("unknown").asLong();
    if (unknown > 0 && !leaveUnknown) {
      throw ErasureErrors.rowsOfNobodyKnown(name, unknown);
    }
  }

  private void confirm(String name, JsonNode plan) {
    if (!yes && !results.isForPrograms()) {
      show(plan);
    }
    new Confirmation(console, yes)
        .require(
            "erasing %,d records of %s for good, from all its tables and from Redis"
                .formatted(plan.get("records").asLong(), name));
  }

  private void show(JsonNode found) {
    if (results.isForPrograms()) {
      results.printObject(console, found);
    } else {
      new ErasureReport(found).print(console);
    }
  }
}
