package dev.sluice.local;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.TrinoErrors;
import java.nio.file.Path;
import java.util.Set;

/** Brings Trino into the user's cache, without the plugins that nobody asks for. */
public final class TrinoDownload {
  /** The archive's size: it is published and does not change. */
  public static final long ARCHIVE_BYTES = 821_045_832;

  private static final Set<String> PLUGINS = Set.of("delta-lake");
  private static final String VERSION = TrinoInstallation.VERSION;
  private static final CachedServer.Archive ARCHIVE =
      new CachedServer.Archive(
          TrinoInstallation.FOLDER,
          "io.trino:trino-server:" + VERSION + ":tar.gz",
          "io/trino/trino-server/" + VERSION,
          "trino-server-" + VERSION + ".tar.gz",
          1_500_000_000,
          file -> TarContents.belowItsRoot(file, TrinoDownload::isNeeded),
          new Failures());

  private final CachedServer server;

  /**
   * @param cache receives Trino; created when missing
   */
  public TrinoDownload(Path cache, DownloadProgress progress) {
    this.server = new CachedServer(ARCHIVE, cache, progress);
  }

  /**
   * The unpacked Trino, fetched if it is not there. Of several that ask at once one fetches.
   *
   * @throws dev.sluice.common.error.SluiceException SL-3011 when it cannot be fetched, SL-3012 when
   *     the disk is too full
   */
  public TrinoInstallation find() {
    return new TrinoInstallation(server.find());
  }

  private static boolean isNeeded(String name) {
    return name.startsWith("lib/")
        || name.equals("NOTICE")
        || PLUGINS.stream().anyMatch(plugin -> name.startsWith("plugin/" + plugin + "/"));
  }

  private static final class Failures implements CachedServer.Failures {
    @Override
    public SluiceException notFetched(String why, Path log) {
      return TrinoErrors.trinoNotFetched(why, log);
    }

    @Override
    public SluiceException noRoom(Path cache, long usable, long needed) {
      return TrinoErrors.noRoomForTrino(cache, usable, needed);
    }
  }
}
