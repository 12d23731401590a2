package dev.sluice.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Part of a {@code tar.gz} whose files may be hard links to files of other parts: the archive is
 * read once to learn what they link to and once to unpack.
 *
 * @param place what a name of the archive is called where it is unpacked
 * @param isWanted asked with the name where it would be unpacked
 */
record TarContents(Path archive, UnaryOperator<String> place, Predicate<String> isWanted) {
  private static final int BUFFER = 1 << 16;

  /** Of an archive whose names begin with one folder, which is left out of what is unpacked. */
  static TarContents belowItsRoot(Path archive, Predicate<String> isWanted) {
    return new TarContents(archive, name -> name.substring(name.indexOf('/') + 1), isWanted);
  }

  /** All there is in an archive, under the names it has there. */
  static TarContents whole(Path archive) {
    return new TarContents(archive, name -> name, name -> true);
  }

  /**
   * Unpacks into a folder.
   *
   * @param progress hears how many bytes of the archive are read, of twice its size
   */
  void unpack(Path target, LongConsumer progress) throws IOException {
    Set<String> linkedTo = linkTargets(progress);
    long firstPass = Files.size(archive);
    try (TarArchiveInputStream tar = open(read -> progress.accept(firstPass + read))) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        unpack(tar, entry, target, linkedTo);
      }
    }
    deleteUnwanted(target, linkedTo);
  }

  private Set<String> linkTargets(LongConsumer progress) throws IOException {
    Set<String> targets = new HashSet<>();
    try (TarArchiveInputStream tar = open(progress)) {
      for (TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        if (entry.isLink() && isWanted.test(place.apply(entry.getName()))) {
          targets.add(place.apply(entry.getLinkName()));
        }
      }
    }
    return targets;
  }

  private void unpack(InputStream tar, TarArchiveEntry entry, Path folder, Set<String> linkedTo)
      throws IOException {
    String name = place.apply(entry.getName());
    boolean isLinkToUnpack = entry.isLink() && isWanted.test(name);
    boolean isFileToUnpack = entry.isFile() && (isWanted.test(name) || linkedTo.contains(name));
    if (entry.isDirectory() || !(isLinkToUnpack || isFileToUnpack)) {
      return;
    }
    Path file = below(folder, name);
    Files.createDirectories(file.getParent());
    if (entry.isLink()) {
      Files.createLink(file, below(folder, place.apply(entry.getLinkName())));
    } else {
      Files.copy(tar, file);
    }
  }

  /** Files that were only there to be linked to; their bytes stay with the links. */
  private void deleteUnwanted(Path folder, Set<String> linkedTo) throws IOException {
    for (String name : linkedTo) {
      if (!isWanted.test(name)) {
        Path file = below(folder, name);
        Files.deleteIfExists(file);
        deleteIfEmpty(file.getParent());
      }
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException others) {
      // They are wanted, or deleted in their turn.
      return;
    }
  }

  private static Path below(Path folder, String name) throws IOException {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException("The archive has a name that leads out of it: " + name);
    }
    return file;
  }

  private TarArchiveInputStream open(LongConsumer progress) throws IOException {
    InputStream counted = new CountedStream(Files.newInputStream(archive), progress);
    return new TarArchiveInputStream(
        new GZIPInputStream(new BufferedInputStream(counted, BUFFER), BUFFER));
  }
}
