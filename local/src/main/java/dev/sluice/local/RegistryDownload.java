package dev.sluice.local;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.StackErrors;
import java.nio.file.Path;

/** Brings the schema registry Apicurio, which speaks Confluent's API, into the user's cache. */
public final class RegistryDownload {
  /** The archive's size: it is published and does not change. */
  public static final long ARCHIVE_BYTES = 158_577_952;

  /** The registry's version. */
  public static final String VERSION = "3.3.3";

  private static final CachedServer.Archive ARCHIVE =
      new CachedServer.Archive(
          "apicurio-registry-" + VERSION,
          "io.apicurio:apicurio-registry-app:" + VERSION + ":tar.gz:all",
          "io/apicurio/apicurio-registry-app/" + VERSION,
          "apicurio-registry-app-" + VERSION + "-all.tar.gz",
          400_000_000,
          TarContents::whole,
          new Failures());

  private final CachedServer server;

  /**
   * @param cache receives the registry; created when missing
   */
  public RegistryDownload(Path cache, DownloadProgress progress) {
    this.server = new CachedServer(ARCHIVE, cache, progress);
  }

  /**
   * The folder of the unpacked registry, fetched if it is not there. Of several that ask at once
   * one fetches.
   *
   * @throws SluiceException SL-3030 when it cannot be fetched, SL-3031 when the disk is too full
   */
  public Path find() {
    return server.find();
  }

  private static final class Failures implements CachedServer.Failures {
    @Override
    public SluiceException notFetched(String why, Path log) {
      return StackErrors.registryNotFetched(why, log);
    }

    @Override
    public SluiceException noRoom(Path cache, long usable, long needed) {
      return StackErrors.noRoomForRegistry(cache, usable, needed);
    }
  }
}
