package dev.sluice.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Makes the broker's class data archive, with which it starts with a third less processor time. It
 * takes about six seconds once, so whoever builds does it; a broker starts without, too.
 */
public final class BrokerArchive {
  private BrokerArchive() {}

  /** Makes the archive in a process of its own; an existing one is replaced. */
  public static void main(String[] arguments) throws IOException {
    Path scratch = Folders.temporary("sluice-archive");
    try {
      create(scratch);
    } finally {
      Folders.delete(scratch);
    }
  }

  /** Runs a broker in the empty folder, stops it, and keeps what its JVM learnt. */
  public static Path create(Path scratch) throws IOException {
    Path learnt = scratch.resolve("broker.jsa");
    KafkaBroker.Options options = KafkaBroker.Options.in(scratch);
    // The trial run must not use an earlier archive: one cannot be made on top of another.
    KafkaBroker.start(
            options.withJvmArguments(
                "-XX:SharedArchiveFile=" + defaultArchive(), "-XX:ArchiveClassesAtExit=" + learnt))
        .close();
    Path archive = BrokerJars.ofHome().archiveFile();
    Path partial = archive.resolveSibling("broker.jsa.partial");
    Files.copy(learnt, partial, StandardCopyOption.REPLACE_EXISTING);
    return Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The archive of the JDK's own classes, which every JVM uses unless told otherwise. */
  private static Path defaultArchive() {
    return Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");
  }
}
