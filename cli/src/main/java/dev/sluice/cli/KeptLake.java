package dev.sluice.cli;

import dev.sluice.common.error.DemoErrors;
import dev.sluice.local.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lake that commands answer from, when a demo leaves its own there. A demo's lake is marked and
 * the next demo may replace it; the lake of {@code sluice up} is never touched.
 */
final class KeptLake {
  private static final String MARK = "_sluice/demo";

  private final Path lake;

  KeptLake(StateDirectory local) {
    this.lake = local.lake();
  }

  /** Fails if the place is taken by a lake that is not a demo's. */
  void requireFree() {
    if (Files.exists(lake) && !isDemo()) {
      throw DemoErrors.lakeIsNotADemos(lake);
    }
  }

  /** Whether the lake there is a demo's. */
  boolean isDemo() {
    return Files.exists(lake.resolve(MARK));
  }

  /** Moves a demo's lake to where commands look. */
  void take(Path from) throws IOException {
    requireFree();
    ScratchDirectory.delete(lake);
    Files.createDirectories(from.resolve(MARK).getParent());
    Files.writeString(from.resolve(MARK), "made by sluice demo --keep\n");
    Files.createDirectories(lake.getParent());
    Files.move(from, lake);
  }
}
