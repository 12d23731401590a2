package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.spark.RequestJob;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.common.table.Subject;
import dev.sluice.lanes.ErasureRequests;
import dev.sluice.lanes.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice erase}: a person's rows go, from all tables of a dataset and from Redis. */
@Command(
    name = "erase",
    description = "Erase a person's rows from bronze, silver, quarantine, gold and Redis.",
    footer = {
      "",
      "Finds the records whose field `erasure.subject` is the id, shows how many rows of which",
      "tables they are, asks, and has the driver erase them: its lanes of the dataset pause for",
      "seconds. Without a driver it is done here. Earlier versions of the tables keep the rows",
      "until VACUUM; Kafka keeps the records for its own retention.",
      "",
      "Examples:",
      "  sluice erase --dataset clickstream --subject u-17 --dry-run",
      "  sluice erase --dataset clickstream --subject u-17 --vacuum --yes",
      "  sluice erase --dataset clickstream --subject u-17 --unreadable shop.clicks/0/4711"
    })
final class EraseCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private LakeOptions lake;
  @Mixin private ResultOptions results;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "<name>",
      description = "The dataset's name.")
  private String dataset;

  @Option(
      names = "--subject",
      required = true,
      paramLabel = "<id>",
      description = "The person's id, as it stands in the events.")
  private String subject;

  @Option(
      names = "--unreadable",
      paramLabel = "<coordinates>",
      converter = Coordinates.class,
      description = "Where a record stands that goes too, if nobody can read it: as `show` has it.")
  private List<RowCoordinates> unreadable = List.of();

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
    PlatformDefinition platform = lake.platform(console);
    String name =
        LakeCatalog.find(new Lake(platform.lake()))
            .table(LakeCatalog.Layer.BRONZE.text() + "." + dataset)
            .name();
    try (RequestJob<Request.Erase> job =
        new RequestJob<>("erase", console, platform, ErasureRequests::new)) {
      Request.Erase request = request(name);
      JsonNode plan = new ErasureRequests(job.context()).plan(request, subject);
      if (dryRun || plan.get("records").asLong() == 0) {
        show(plan);
      } else {
        confirm(name, plan);
        show(job.execute(request));
      }
    }
    return ExitCode.OK.code();
  }

  private Request.Erase request(String name) {
    return new Request.Erase(
        UUID.randomUUID().toString(),
        name,
        Subject.of(subject),
        unreadable.stream().map(RowCoordinates::toString).toList(),
        vacuum);
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
      return;
    }
    List<List<Object>> rows = new ArrayList<>();
    found
        .get("rows")
        .fields()
        .forEachRemaining(table -> rows.add(List.of(table.getKey(), table.getValue().asLong())));
    new Output(console, OutputFormat.TABLE).rows(List.of("table", "rows"), rows);
    lines(found).forEach(line -> console.out().println(Cells.harmless(line)));
    console.out().flush();
  }

  private static List<String> lines(JsonNode found) {
    List<String> lines = new ArrayList<>();
    long records = found.get("records").asLong();
    String dataset = found.get("dataset").asText();
    if (found.has("id")) {
      lines.add(
          "%s: %,d records erased, %,d cells of gold counted anew; erasure %s"
              .formatted(
                  dataset, records, found.get("gold_cells").asLong(), found.get("id").asText()));
    } else {
      lines.add("%s: %,d records are of this subject".formatted(dataset, records));
      lines.add(
          "%,d records cannot be read, %,d of them mention the id"
              .formatted(found.get("unreadable").asLong(), found.get("mentioning").asLong()));
      found.path("mentions").forEach(mention -> lines.add("  " + mention.asText()));
    }
    if (found.has("files_deleted")) {
      lines.add("%,d files deleted".formatted(found.get("files_deleted").asLong()));
    }
    return lines;
  }
}
