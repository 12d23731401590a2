package dev.sluice.local;

import dev.sluice.common.error.SluiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Brings a server that is published as an archive into the user's cache: fetched through Maven into
 * a repository of its own that is deleted afterwards, and unpacked. An archive that the user's own
 * local repository has is used and left there.
 */
final class CachedServer {
  private final Archive archive;
  private final Path cache;
  private final DownloadProgress progress;

  /**
   * @param cache receives the server; created when missing
   */
  CachedServer(Archive archive, Path cache, DownloadProgress progress) {
    this.archive = archive;
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * What is published.
   *
   * @param name of the folder in the cache: {@code trino-476}
   * @param coordinates as Maven takes them
   * @param folder in a local repository
   * @param file in that folder
   * @param diskNeeded bytes, for the archive and what is unpacked
   * @param contents what of the archive is unpacked
   */
  record Archive(
      String name,
      String coordinates,
      String folder,
      String file,
      long diskNeeded,
      Function<Path, TarContents> contents,
      Failures failures) {}

  /** What to throw when it cannot be had. */
  interface Failures {
    /** It cannot be fetched. */
    SluiceException notFetched(String why, Path log);

    /** The disk is too full. */
    SluiceException noRoom(Path cache, long usable, long needed);
  }

  /**
   * The unpacked server, fetched if it is not there: the folder appears whole or not at all. Of
   * several that ask at once one fetches.
   */
  Path find() {
    Path there = cache.resolve(archive.name());
    return Files.isDirectory(there) ? there : findOrFetch(there);
  }

  private Path findOrFetch(Path there) {
    try {
      Files.createDirectories(cache);
      Path lock = beside(".lock");
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = channel.lock()) {
        if (!Files.isDirectory(there)) {
          fetch(there);
        }
        return there;
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot bring " + archive.name() + " into " + cache, failed);
    }
  }

  private Path beside(String suffix) {
    return cache.resolve(archive.name() + suffix);
  }

  private void fetch(Path there) throws IOException {
    long usable = Files.getFileStore(cache).getUsableSpace();
    if (usable < archive.diskNeeded()) {
      throw archive.failures().noRoom(cache, usable, archive.diskNeeded());
    }
    Path repository = beside(".repository");
    Folders.delete(repository);
    try {
      Path users = usersArchive();
      unpack(Files.isRegularFile(users) ? users : download(repository), there);
    } finally {
      Folders.delete(repository);
    }
  }

  private Path usersArchive() {
    return Path.of(
        System.getProperty("user.home"), ".m2/repository", archive.folder(), archive.file());
  }

  private Path download(Path repository) throws IOException {
    progress.begins(cache);
    Files.createDirectories(repository);
    Path log = beside(".log");
    Path folder = repository.resolve(archive.folder());
    ArrivedBytes arrived = new ArrivedBytes(folder);
    Process maven = Maven.find().get(archive.coordinates(), repository, log);
    try {
      while (!maven.waitFor(500, TimeUnit.MILLISECONDS)) {
        progress.fetched(arrived.look());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw archive.failures().notFetched("the download was interrupted", log);
    } finally {
      maven.destroy();
    }
    Path file = folder.resolve(archive.file());
    if (maven.exitValue() != 0 || !Files.isRegularFile(file)) {
      throw archive.failures().notFetched("Maven ended with exit code " + maven.exitValue(), log);
    }
    progress.fetched(Files.size(file));
    return file;
  }

  /** Moved into place when it is whole: a start that is killed leaves no half of a server. */
  private void unpack(Path file, Path there) throws IOException {
    Path partial = beside(".partial");
    Folders.delete(partial);
    long total = 2 * Files.size(file);
    archive
        .contents()
        .apply(file)
        .unpack(partial, read -> progress.unpacked((double) read / total));
    Files.move(partial, there, StandardCopyOption.ATOMIC_MOVE);
  }
}
