package dev.sluice.cli;

import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.common.definition.Problem;
import dev.sluice.common.error.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice validate dataset.yaml}: everything that is wrong, at once. Starts nothing. */
@Command(
    name = "validate",
    description = "Check dataset files: keys, SQL, contradictions.",
    footer = {
      "",
      "Prints every problem as file:line:column: message. Exit code 3 if there is one.",
      "",
      "Examples:",
      "  sluice validate examples/clickstream/dataset.yaml",
      "  sluice validate datasets/*.yaml --platform platform.yaml --json"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OutputOptions output;
  @Mixin private PlatformOptions platform;

  @Parameters(arity = "1..*", paramLabel = "<file>", description = "Dataset files.")
  private List<Path> files;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    PlatformReader.Loaded surroundings = platform.load(console);
    if (surroundings.platform().isEmpty()) {
      // Against unknown clusters every dataset would look wrong.
      return report(surroundings.problems());
    }
    Definitions.Loaded loaded = Definitions.load(files, surroundings.platform().get());
    int code = report(loaded.problems());
    if (output.format() == OutputFormat.TABLE) {
      loaded
          .datasets()
          .forEach(
              dataset ->
                  console
                      .out()
                      .println(
                          Cells.harmless(
                              dataset.definition().file() + ": OK, dataset " + dataset.name())));
    }
    return code;
  }

  private int report(List<Problem> problems) {
    if (output.format() == OutputFormat.TABLE) {
      problems.forEach(problem -> console.out().println(Cells.harmless(problem.toString())));
    } else {
      new Output(console, output.format())
          .rows(
              List.of("file", "line", "column", "path", "message", "hint"),
              problems.stream().map(ValidateCommand::row).toList());
    }
    return (problems.isEmpty() ? ExitCode.OK : ExitCode.INVALID_DEFINITION).code();
  }

  private static List<Object> row(Problem problem) {
    return List.of(
        problem.file().toString(),
        problem.line(),
        problem.column(),
        problem.path(),
        problem.message(),
        problem.hint().orElse(""));
  }
}
