package dev.sluice.cli;

import picocli.CommandLine.Option;

/** What every subcommand understands; {@link Main} mixes it into each. */
final class CommonOptions {
  @SuppressWarnings("unused") // picocli reads it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;
}
