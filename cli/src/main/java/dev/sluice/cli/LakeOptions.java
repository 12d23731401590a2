package dev.sluice.cli;

import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.common.definition.Problem;
import dev.sluice.common.error.Errors;
import dev.sluice.common.table.Lake;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mixin: the lake to look at: {@code --lake}, or else the platform's. */
final class LakeOptions {
  @Option(
      names = "--lake",
      paramLabel = "<path>",
      description = "Root folder of the lake; without it, the platform's.")
  private String root;

  @Mixin private PlatformOptions platform;

  /**
   * The lake.
   *
   * @throws dev.sluice.common.error.SluiceException SL-1001 when the platform file has problems
   */
  Lake lake(Console console) {
    if (root != null) {
      return new Lake(root);
    }
    PlatformReader.Loaded loaded = platform.load(console);
    return new Lake(
        loaded
            .platform()
            .map(PlatformDefinition::lake)
            .orElseThrow(
                () ->
                    Errors.invalidDefinition(
                        loaded.problems().stream().map(Problem::toString).toList())));
  }

  /** Whether a lake was named, or a platform file that names one. */
  boolean isGiven() {
    return root != null || platform.isNamed();
  }

  /** Whether a lake was named. */
  boolean isNamed() {
    return root != null;
  }
}
