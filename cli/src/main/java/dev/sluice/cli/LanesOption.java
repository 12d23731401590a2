package dev.sluice.cli;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import picocli.CommandLine.Option;

/** Mixin: {@code --lanes}, for the commands that start a driver. */
final class LanesOption {
  @Option(
      names = "--lanes",
      paramLabel = "<option>",
      defaultValue = "live",
      description = "live or chained (default: ${DEFAULT-VALUE}).")
  private LaneOption lanes;

  LaneOption lanes() {
    return lanes;
  }
}
