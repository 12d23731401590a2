package dev.sluice.cli;

import dev.sluice.common.error.Errors;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.SluiceException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person sees when a command fails: what, what helps, where to read on. Never a trace. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Console console;
  private final LogFile log;

  FailureReport(Console console) {
    this.console = console;
    this.log = new LogFile(console.logs());
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    return explain(command.getCommandSpec().qualifiedName(), failure);
  }

  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    console.error().println(title("sluice: ") + Cells.harmless(mistake.getMessage()));
    UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
    console.error().println("  see `" + command.getCommandSpec().qualifiedName() + " --help`");
    return ExitCode.USAGE.code();
  }

  /** Prints what happened, keeps the trace in the log, and returns the exit code. */
  int explain(String command, Throwable failure) {
    if (isInterruption(failure)) {
      console.error().println("interrupted");
      return ExitCode.INTERRUPTED.code();
    }
    SluiceException known =
        failure instanceof SluiceException sluice ? sluice : Errors.unexpected(failure);
    Optional<Path> written = log.append(command, known);
    console.error().println(title(command + ": ") + lines(known.getMessage()));
    console.error().println("  what helps: " + Cells.harmless(known.hint()));
    console.error().println("  more: `sluice explain " + known.code() + "`" + trace(written));
    console.error().flush();
    return known.exitCode().code();
  }

  /** Problems stand below one another; no other line break gets through. */
  private static String lines(String message) {
    return Arrays.stream(message.split(Pattern.quote(Errors.NEXT_PROBLEM), -1))
        .map(Cells::harmless)
        .collect(Collectors.joining(Errors.NEXT_PROBLEM));
  }

  private static boolean isInterruption(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  private static String trace(Optional<Path> log) {
    return log.map(path -> "; stack trace in " + path).orElse("; no log could be written");
  }

  private String title(String text) {
    return console.terminal().coloursError() ? Ansi.ON.string("@|bold,red " + text + "|@") : text;
  }
}
