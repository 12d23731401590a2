package dev.sluice.cli;

import picocli.CommandLine.Option;

/** Mixin: what every command understands. */
public final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;
}
