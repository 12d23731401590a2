package dev.sluice.cli;

import dev.sluice.local.DownloadProgress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A download on stderr.
 *
 * @param what is fetched: {@code Trino 476}
 * @param bytes of its archive
 */
record ShownDownload(Progress progress, String what, long bytes) implements DownloadProgress {
  @Override
  public void begins(Path cache) {
    progress.say("fetching %s, %d MB, once, into %s".formatted(what, bytes / 1_000_000, cache));
  }

  @Override
  public void fetched(long fetched) {
    progress.show(
        List.of("  fetched %d of %d MB".formatted(fetched / 1_000_000, bytes / 1_000_000)));
  }

  @Override
  public void unpacked(double share) {
    progress.show(List.of(String.format(Locale.ROOT, "  unpacking: %.0f %%", 100 * share)));
  }
}
