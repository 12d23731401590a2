package dev.sluice.cli;

import dev.sluice.cli.datasettest.DatasetTestJob;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.DatasetErrors;
import dev.sluice.common.error.ExitCode;
import dev.sluice.lanes.DatasetTestResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sluice test <dataset>}: the tests of dataset files. Without a dataset the launcher runs
 * those of Sluice itself.
 */
@Command(
    name = "test",
    description = "Run the tests of datasets; without one, those of Sluice itself.",
    footer = {
      "",
      "Runs what the dataset files say under tests: on this machine, without Kafka and Redis. Exit",
      "code 5 if a test fails, 3 if a file has problems.",
      "",
      "Examples:",
      "  sluice test examples/clickstream/dataset.yaml",
      "  sluice test clickstream --json",
      "  sluice test                                        those of Sluice itself"
    })
final class TestCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private PlatformOptions platform;

  @Parameters(arity = "1..*", paramLabel = "<dataset>", description = "Dataset files, or names.")
  private List<String> datasets;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  TestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    PlatformDefinition surroundings = platform.require(console);
    List<Path> files = datasets.stream().map(this::file).toList();
    List<AnalyzedDataset> tested = Definitions.require(files, surroundings);
    if (tested.stream().allMatch(dataset -> dataset.definition().tests().isEmpty())) {
      throw DatasetErrors.noDatasetTests(files);
    }
    List<DatasetTestResult> results = run(tested, surroundings);
    if (json) {
      new Output(console, OutputFormat.JSON).object(TestReport.object(results));
    } else {
      console.out().println(TestReport.summary(results));
      console.out().flush();
    }
    return (TestReport.failed(results) == 0 ? ExitCode.OK : ExitCode.QUALITY_GATE_FAILED).code();
  }

  private List<DatasetTestResult> run(
      List<AnalyzedDataset> tested, PlatformDefinition surroundings) {
    Consumer<DatasetTestResult> each =
        result -> {
          if (!json) {
            TestReport.print(result, console.out());
          }
        };
    List<DatasetTestResult> results = new ArrayList<>();
    try (ScratchDirectory scratch = ScratchDirectory.of("test", console);
        DatasetTestJob job = DatasetTestJob.open(scratch.folder())) {
      tested.forEach(dataset -> results.addAll(job.run(dataset, surroundings, each)));
    }
    return results;
  }

  private Path file(String dataset) {
    Path named = Path.of(dataset);
    if (Files.isRegularFile(named)) {
      return named;
    }
    List<Path> candidates =
        List.of(
            Path.of("datasets", dataset + ".yaml"),
            Path.of("datasets", dataset, "dataset.yaml"),
            console.home().resolve("examples").resolve(dataset).resolve("dataset.yaml"));
    return candidates.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> DatasetErrors.unknownDataset(dataset, candidates));
  }
}
