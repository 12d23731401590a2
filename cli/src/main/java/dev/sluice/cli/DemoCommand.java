package dev.sluice.cli;

import dev.sluice.cli.demo.DemoJudgement;
import dev.sluice.cli.demo.DemoOutcome;
import dev.sluice.cli.demo.DemoReport;
import dev.sluice.cli.demo.DemoRun;
import dev.sluice.cli.demo.DemoSettings;
import dev.sluice.common.error.DemoErrors;
import dev.sluice.common.error.ExitCode;
import dev.sluice.examples.Example;
import dev.sluice.local.StateDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice demo}: everything at once, on real events, judged by an oracle. */
@Command(
    name = "demo",
    description = "Run everything on an example, and check every row of the result.",
    footer = {
      "",
      "Starts Kafka, Redis and the driver on a scratch lake, sends events, stops it all and compares",
      "every layer with what an oracle makes of the events sent. Exit code 5 if a row differs.",
      "At most 300,000 events; for more, `sluice up` and `sluice generate`.",
      "",
      "Examples:",
      "  sluice demo",
      "  sluice demo --seconds 20 --rate 5000 --keep",
      "  sluice demo --example flights",
      "  sluice demo --chaos kills=3 --lanes chained"
    })
final class DemoCommand implements Callable<Integer> {
  /** What 1.5 GiB of heap hold beside Spark: half a million ran out of it. */
  private static final int MAX_EVENTS = 300_000;

  private final Console console;

  @Mixin private OutputOptions output;
  @Mixin private SendOptions sending;
  @Mixin private LanesOption option;

  @Option(
      names = "--example",
      paramLabel = "<name>",
      defaultValue = "clickstream",
      description = "clickstream or flights (default: ${DEFAULT-VALUE}).")
  private String example;

  @Option(
      names = "--chaos",
      paramLabel = "kills=<n>",
      defaultValue = "kills=0",
      converter = ChaosConverter.class,
      description = "Kill the driver so often with SIGKILL and start it again.")
  private int kills;

  @Option(
      names = "--keep",
      description = "Leave the lake in place, as the one that other commands answer from.")
  private boolean keep;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    sending.requireAtMost(MAX_EVENTS);
    StateDirectory local = new StateDirectory(console.local());
    KeptLake kept = new KeptLake(local);
    if (keep) {
      kept.requireFree();
    }
    try (ScratchDirectory scratch = ScratchDirectory.of("demo", console);
        Progress progress = new Progress(console)) {
      DemoSettings settings = settings(scratch.folder());
      DemoOutcome outcome = new DemoRun(settings, progress::say, progress::show).run();
      progress.say("comparing every row with what was sent");
      progress.close();
      DemoReport report =
          DemoJudgement.judge(
              settings,
              outcome,
              scratch.folder(),
              printer(),
              new Output(console, OutputFormat.TABLE)::rows,
              keep);
      if (keep) {
        kept.take(outcome.lake());
      }
      print(report);
      return verdict(report).code();
    }
  }

  private DemoSettings settings(Path directory) {
    Example chosen =
        Example.named(example, console.home())
            .orElseThrow(
                () ->
                    DemoErrors.noSuchExample(
                        example, Example.all(console.home()).stream().map(Example::name).toList()));
    return new DemoSettings(
        chosen,
        sending.rate(),
        sending.duration(),
        sending.seed(),
        option.lanes(),
        kills,
        entered(),
        directory,
        console.logs());
  }

  /** When the launcher was started: it tells, since the JVM cannot know. */
  private static Instant entered() {
    String micros = System.getProperty("sluice.entered", "");
    return micros.isEmpty()
        ? ProcessHandle.current().info().startInstant().orElseGet(Instant::now)
        : Instant.ofEpochMilli(Long.parseLong(micros) / 1_000);
  }

  private Optional<Consumer<String>> printer() {
    return output.format() == OutputFormat.TABLE
        ? Optional.of(line -> console.out().println(Cells.harmless(line)))
        : Optional.empty();
  }

  private void print(DemoReport report) {
    if (output.format() != OutputFormat.TABLE) {
      new Output(console, output.format()).object(report.toMap());
    }
  }

  private ExitCode verdict(DemoReport report) {
    if (report.isRight()) {
      return ExitCode.OK;
    }
    List<String> shown = report.differences().stream().limit(20).map(Object::toString).toList();
    shown.forEach(line -> console.error().println("  " + Cells.harmless(line)));
    throw DemoErrors.demoDiffers(report.differences().size() + " differences");
  }
}
