package dev.sluice.cli;

import dev.sluice.common.error.Errors;
import dev.sluice.common.error.ExitCode;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice explain SL-2001}: what an error code means and what helps. */
@Command(
    name = "explain",
    description = "Explain an error code, or list them all.",
    footer = {"", "Example:", "  sluice explain SL-2001"})
final class ExplainCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OutputOptions output;

  @Parameters(
      arity = "0..1",
      paramLabel = "<code>",
      description = "The code of an error, e.g. SL-2001.")
  private String code;

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ErrorGuide guide = ErrorGuide.load();
    Output results = new Output(console, output.format());
    if (code == null) {
      write(results, guide.entries());
    } else {
      write(results, guide.find(code).orElseThrow(() -> Errors.unknownErrorCode(code)));
    }
    return ExitCode.OK.code();
  }

  private void write(Output results, ErrorGuide.Entry entry) {
    if (results.isForPrograms()) {
      write(results, List.of(entry));
    } else {
      console.out().println(entry.code() + ": " + entry.title() + "\n\n" + entry.text());
    }
  }

  private static void write(Output results, Collection<ErrorGuide.Entry> entries) {
    if (results.isForPrograms()) {
      results.rows(
          List.of("code", "title", "text"),
          entries.stream().map(e -> List.of(e.code(), e.title(), e.text())).toList());
    } else {
      results.rows(
          List.of("code", "title"),
          entries.stream().map(e -> List.of(e.code(), e.title())).toList());
    }
  }
}
