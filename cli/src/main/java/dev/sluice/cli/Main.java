package dev.sluice.cli;

import dev.sluice.common.definition.Definitions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The {@code sluice} command. Started by the launcher, which sets class path and memory. */
public final class Main {
  private static final int WIDEST_HELP = 100;

  /** Commands that begin with the analysis of dataset files, and are waited for. */
  private static final Set<String> ANALYSING = Set.of("validate", "test");

  /** Picocli refuses to write narrower help. */
  private static final int NARROWEST_HELP = 55;

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    // Read by log4j2.xml, so it has to stand before the first class that logs.
    System.setProperty("sluice.logs", console.logs().toString());
    if (args.length > 0 && ANALYSING.contains(args[0])) {
      Definitions.prepare();
    }
    int code = run(console, args);
    console.out().flush();
    console.error().flush();
    System.exit(code);
  }

  /** Runs one command in this JVM and returns its exit code. */
  static int run(Console console, String... args) {
    FailureReport report = new FailureReport(console);
    try {
      return commandLine(console, report).execute(args);
    } catch (Error e) {
      // picocli hands on exceptions only; running out of memory deserves a message too.
      return report.explain("sluice", e);
    }
  }

  static CommandLine commandLine(Console console, FailureReport report) {
    CommandLine commandLine = new CommandLine(new SluiceCommand(console), new Commands(console));
    commandLine.getSubcommands().values().forEach(Main::addCommonOptions);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(console.error(), true, StandardCharsets.UTF_8));
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.terminal().coloursOutput() ? Ansi.ON : Ansi.OFF));
    int width = console.terminal().width().orElse(WIDEST_HELP);
    commandLine.setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, width)));
    commandLine.setExecutionExceptionHandler(report);
    commandLine.setParameterExceptionHandler(report);
    // The groups have headings of their own.
    commandLine.getCommandSpec().usageMessage().commandListHeading("");
    commandLine
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::render);
    return commandLine;
  }

  private static void addCommonOptions(CommandLine command) {
    command
        .getCommandSpec()
        .addMixin("common", CommandSpec.forAnnotatedObject(new CommonOptions()));
    command.getSubcommands().values().forEach(Main::addCommonOptions);
  }
}
