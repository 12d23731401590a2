package dev.sluice.cli;

import dev.sluice.common.error.DemoErrors;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.StackErrors;
import dev.sluice.examples.Example;
import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import dev.sluice.local.LocalStack;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice generate clickstream}: sends an example's events to the stack that runs. */
@Command(
    name = "generate",
    description = "Send an example's events to the stack that `sluice up` runs.",
    footer = {
      "",
      "Writes what it sent to a truth file, one JSON object a line.",
      "",
      "Example:",
      "  sluice generate clickstream --rate 500 --seconds 30"
    })
final class GenerateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private SendOptions options;

  @Parameters(paramLabel = "<example>", description = "clickstream or flights.")
  private String example;

  @Option(
      names = "--truth",
      paramLabel = "<file>",
      description = "Where to write what was sent (default: .sluice/truth-<example>.jsonl).")
  private Path truth;

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    List<String> known = Example.all(console.home()).stream().map(Example::name).toList();
    Example chosen =
        Example.named(example, console.home())
            .orElseThrow(() -> DemoErrors.noSuchExample(example, known));
    Path file =
        truth == null ? console.local().resolve("truth-" + chosen.name() + ".jsonl") : truth;
    Files.createDirectories(file.toAbsolutePath().getParent());
    GeneratorRun run =
        chosen.generator(
            new GeneratorSettings(
                broker(), file, options.rate(), options.duration(), options.seed()));
    try (Progress progress = new Progress(console)) {
      CompletableFuture<Void> sending = CompletableFuture.runAsync(run);
      while (!isDone(sending)) {
        progress.show(List.of("sent %,d events".formatted(run.acknowledged())));
      }
      sending.get();
    }
    console.out().println("sent %,d events; truth: %s".formatted(run.acknowledged(), file));
    return ExitCode.OK.code();
  }

  private static boolean isDone(CompletableFuture<Void> sending) throws Exception {
    try {
      sending.get(500, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillSending) {
      return false;
    }
  }

  private String broker() {
    return LocalStack.status(new StateDirectory(console.local())).stream()
        .filter(server -> server.name().equals("kafka") && server.alive())
        .map(ServerStatus::endpoint)
        .findFirst()
        .orElseThrow(StackErrors::nothingRuns);
  }
}
