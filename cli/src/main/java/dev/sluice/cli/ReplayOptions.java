package dev.sluice.cli;

import dev.sluice.common.definition.PlatformDefinition;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mixin: what {@code replay} and {@code replay rollback} have in common. */
final class ReplayOptions {
  @Mixin private LakeOptions lake;

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
    return lake.platform(console);
  }
}
