package dev.sluice.local;

import dev.sluice.common.error.Errors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Brings Trino into the user's cache: fetched through Maven into a repository of its own that is
 * deleted afterwards, unpacked without the plugins that nobody asks for. An archive that the user's
 * own local repository has is used and left there.
 */
public final class TrinoDownload {
  /** The archive's size: it is published and does not change. */
  public static final long ARCHIVE_BYTES = 821_045_832;

  private static final String COORDINATES =
      "io.trino:trino-server:" + TrinoInstallation.VERSION + ":tar.gz";
  private static final String FOLDER = "io/trino/trino-server/" + TrinoInstallation.VERSION;
  private static final String FILE = "trino-server-" + TrinoInstallation.VERSION + ".tar.gz";
  private static final Set<String> PLUGINS = Set.of("delta-lake");
  private static final long DISK_NEEDED = 1_500_000_000;

  private final Path cache;
  private final Progress progress;

  /**
   * @param cache receives Trino; created when missing
   */
  public TrinoDownload(Path cache, Progress progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /** Hears how far it is; called often. */
  public interface Progress {
    /** It has to be fetched, which takes minutes. */
    void begins(Path cache);

    /** So many bytes of {@link #ARCHIVE_BYTES} have arrived. */
    void fetched(long bytes);

    /** Unpacking has come so far, from 0 to 1. */
    void unpacked(double share);
  }

  /**
   * The unpacked Trino, fetched if it is not there. Of several that ask at once one fetches.
   *
   * @throws dev.sluice.common.error.SluiceException SL-3011 when it cannot be fetched, SL-3012 when
   *     the disk is too full
   */
  public TrinoInstallation find() {
    return TrinoInstallation.find(cache).orElseGet(this::findOrFetch);
  }

  private TrinoInstallation findOrFetch() {
    try {
      Files.createDirectories(cache);
      Path lock = cache.resolve("trino-" + TrinoInstallation.VERSION + ".lock");
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = channel.lock()) {
        Optional<TrinoInstallation> fetchedMeanwhile = TrinoInstallation.find(cache);
        return fetchedMeanwhile.isPresent() ? fetchedMeanwhile.get() : fetch();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot bring Trino into " + cache, failed);
    }
  }

  private TrinoInstallation fetch() throws IOException {
    long usable = Files.getFileStore(cache).getUsableSpace();
    if (usable < DISK_NEEDED) {
      throw Errors.noRoomForTrino(cache, usable, DISK_NEEDED);
    }
    Path repository = cache.resolve("trino-" + TrinoInstallation.VERSION + ".repository");
    Folders.delete(repository);
    try {
      Optional<Path> users = Optional.of(usersArchive()).filter(Files::isRegularFile);
      Path archive = users.isPresent() ? users.get() : download(repository);
      return unpack(archive);
    } finally {
      Folders.delete(repository);
    }
  }

  private static Path usersArchive() {
    return Path.of(System.getProperty("user.home"), ".m2/repository", FOLDER, FILE);
  }

  private Path download(Path repository) throws IOException {
    progress.begins(cache);
    Files.createDirectories(repository);
    Path log = cache.resolve("trino-" + TrinoInstallation.VERSION + ".log");
    Process maven = Maven.find().get(COORDINATES, repository, log);
    try {
      while (!maven.waitFor(500, TimeUnit.MILLISECONDS)) {
        progress.fetched(bytesIn(repository.resolve(FOLDER)));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Errors.trinoNotFetched("the download was interrupted", log);
    } finally {
      maven.destroy();
    }
    Path archive = repository.resolve(FOLDER).resolve(FILE);
    if (maven.exitValue() != 0 || !Files.isRegularFile(archive)) {
      throw Errors.trinoNotFetched("Maven ended with exit code " + maven.exitValue(), log);
    }
    return archive;
  }

  /** Moved into place when it is whole: a start that is killed leaves no half of a Trino. */
  private TrinoInstallation unpack(Path archive) throws IOException {
    TrinoInstallation installation = TrinoInstallation.in(cache);
    Path partial = cache.resolve("trino-" + TrinoInstallation.VERSION + ".partial");
    Folders.delete(partial);
    long total = 2 * Files.size(archive);
    new TarContents(archive, TrinoDownload::isNeeded)
        .unpack(partial, read -> progress.unpacked((double) read / total));
    Files.move(partial, installation.folder(), StandardCopyOption.ATOMIC_MOVE);
    return installation;
  }

  private static boolean isNeeded(String name) {
    return name.startsWith("lib/")
        || name.equals("NOTICE")
        || PLUGINS.stream().anyMatch(plugin -> name.startsWith("plugin/" + plugin + "/"));
  }

  /** Maven writes to a file beside the final one. */
  private static long bytesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException movedMeanwhile) {
      return 0;
    }
  }
}
