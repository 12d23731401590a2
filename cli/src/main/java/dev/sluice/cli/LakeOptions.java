package dev.sluice.cli;

import dev.sluice.common.definition.PlatformDefinition;
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
    return new Lake(root == null ? platform.require(console).lake() : root);
  }

  /**
   * What surrounds the lake.
   *
   * @throws dev.sluice.common.error.SluiceException SL-1001 when the platform file has problems
   */
  PlatformDefinition platform(Console console) {
    PlatformDefinition found = platform.require(console);
    return root == null ? found : found.withLake(root);
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
