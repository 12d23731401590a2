package dev.sluice.cli;

import dev.sluice.cli.init.DatasetDraft;
import dev.sluice.cli.init.FileSample;
import dev.sluice.cli.init.Sample;
import dev.sluice.cli.init.TopicSample;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.Names;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.error.DatasetErrors;
import dev.sluice.common.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice init clicks --from-topic shop.clicks}: drafts a dataset from what is there. */
@Command(
    name = "init",
    description = "Draft a dataset file from a sample of events.",
    footer = {
      "",
      "Writes <folder>/dataset.yaml and <folder>/<name>.schema.json: the inferred schema, the field",
      "that seems to be the id, the one that seems to be the time and its unit, rules that all events",
      "of the sample keep, and comments on all of it. Events are JSON objects; a file has one a line.",
      "Nothing is committed to Kafka, and no file is overwritten without --force.",
      "",
      "Examples:",
      "  sluice init clicks --from-topic shop.clicks",
      "  sluice init clicks --from-topic shop.clicks --platform platform.yaml --cluster eu",
      "  sluice init clicks --from-file events.jsonl --to datasets/clicks"
    })
final class InitCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private PlatformOptions platform;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<name>", description = "The dataset's name: a-z, 0-9 and _.")
  private String name;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--cluster",
      paramLabel = "<name>",
      defaultValue = PlatformOptions.LOCAL_CLUSTER,
      description = "The topic's cluster in the platform file (default: ${DEFAULT-VALUE}).")
  private String cluster;

  @Option(
      names = "--events",
      paramLabel = "<n>",
      defaultValue = "10000",
      description = "How many events to look at (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--to",
      paramLabel = "<folder>",
      description = "Where to write; without it, a folder of the dataset's name.")
  private Path folder;

  @Option(names = "--force", description = "Overwrite files that are there.")
  private boolean force;

  InitCommand(Console console) {
    this.console = console;
  }

  private static final class Source {
    @Option(
        names = "--from-topic",
        paramLabel = "<topic>",
        required = true,
        description = "Take the newest events of a topic.")
    private String topic;

    @Option(
        names = "--from-file",
        paramLabel = "<file>",
        required = true,
        description = "Take the first lines of a file.")
    private Path file;
  }

  @Override
  public Integer call() throws IOException {
    if (!Names.isTable(name)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Invalid value for <name>: " + name + " (" + Names.TABLE_HINT + ")");
    }
    Ranges.atLeast(1, events, "--events", spec);
    PlatformDefinition surroundings = platform.require(console);
    Path to = folder == null ? Path.of(name) : folder;
    Path dataset = to.resolve("dataset.yaml");
    Path schema = to.resolve(name + ".schema.json");
    refuseToOverwrite(List.of(dataset, schema));

    String from = source.file == null ? "topic " + source.topic : source.file.toString();
    Sample sample = sample(surroundings);
    if (sample.size() == 0) {
      throw DatasetErrors.noSample(from, sample.others());
    }
    DatasetDraft draft =
        DatasetDraft.of(name, cluster, source.file == null ? source.topic : name, from, sample);
    Files.createDirectories(to);
    Files.writeString(dataset, draft.dataset());
    Files.writeString(schema, draft.schema());
    return report(sample, draft, dataset, schema, surroundings);
  }

  private Sample sample(PlatformDefinition surroundings) throws IOException {
    if (source.file != null) {
      return FileSample.read(source.file, events);
    }
    Cluster found = surroundings.clusters().get(cluster);
    if (found == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Unknown cluster: "
              + cluster
              + " (known: "
              + String.join(", ", new TreeSet<>(surroundings.clusters().keySet()))
              + ")");
    }
    return TopicSample.read(found, source.topic, events);
  }

  private void refuseToOverwrite(List<Path> files) {
    List<Path> there = files.stream().filter(Files::exists).toList();
    if (!force && !there.isEmpty()) {
      throw DatasetErrors.fileIsThere(there.get(0));
    }
  }

  private int report(
      Sample sample,
      DatasetDraft draft,
      Path dataset,
      Path schema,
      PlatformDefinition surroundings) {
    console.out().printf("looked at %,d events%n", sample.size());
    if (sample.others() > 0) {
      console.out().printf("%,d values were no JSON objects%n", sample.others());
    }
    draft
        .leftOut()
        .forEach(
            place ->
                console.out().println(Cells.harmless("not declared, kept in _extra: " + place)));
    console.out().println(Cells.harmless("wrote " + dataset + " and " + schema));
    var problems = Definitions.load(List.of(dataset), surroundings).problems();
    problems.forEach(problem -> console.out().println(Cells.harmless(problem.toString())));
    console
        .out()
        .println(Cells.harmless("next: look at it, then `sluice validate " + dataset + "`"));
    return (problems.isEmpty() ? ExitCode.OK : ExitCode.INVALID_DEFINITION).code();
  }
}
