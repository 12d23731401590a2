package dev.sluice.cli;

import dev.sluice.common.definition.PlatformDefinition;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mixin: what {@code replay} and {@code replay rollback} have in common. */
final class ReplayOptions {
  @Mixin private PlatformOptions platform;

  @Option(
      names = "--lake",
      paramLabel = "<path>",
      description = "Root folder of the lake; without it, the platform's.")
  private String lake;

  @Option(names = "--yes", description = "Swap without asking.")
  private boolean yes;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  boolean isYes() {
    return yes;
  }

  OutputFormat format() {
    return json ? OutputFormat.JSON : OutputFormat.TABLE;
  }

  /**
   * The platform with the lake that was named.
   *
   * @throws dev.sluice.common.error.SluiceException SL-1001 when the platform file has problems
   */
  PlatformDefinition platform(Console console) {
    return platform.require(console, lake);
  }
}
