package dev.sluice.lanes;

import dev.sluice.common.error.Errors;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The right to write to a lake on this machine's disk, or to a generation that a replay makes: an
 * operating system lock on a file, gone with the process that holds it however that ends. A second
 * driver is refused: Delta on a plain file system would let both commit and lose rows of one
 * (design 4.1, point 9).
 */
public final class Lease implements AutoCloseable {
  /**
   * The locks of this process. POSIX drops all locks that a process has on a file when it closes
   * any descriptor of it, so a file held here must not even be opened to be refused.
   */
  private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private Lease(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the driver's lease.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2001 when another driver holds it, SL-2021
   *     when the lake is not on a file system of this machine
   */
  public static Lease acquire(Lake lake) {
    return acquire(lake, "driver.lock", holder -> Errors.lakeIsHeld(lake.root(), holder));
  }

  /** Takes the driver's lease if nobody holds it. */
  public static Optional<Lease> tryAcquire(Lake lake) {
    try {
      return Optional.of(acquire(lake, "driver.lock", HeldElsewhere::new));
    } catch (HeldElsewhere held) {
      return Optional.empty();
    }
  }

  /**
   * Takes the lease of a dataset's replay, which writes the generation that is not in force.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2006 when another replay holds it
   */
  public static Lease forReplay(Lake lake, String dataset) {
    return acquire(
        lake, "replay-" + dataset + ".lock", holder -> Errors.replayRuns(dataset, holder));
  }

  /** The dataset of a replay that runs on a lake, if one does. */
  static Optional<String> replayOn(Lake lake) {
    Path folder = Path.of(lake.control("leases"));
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "replay-*.lock")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        try {
          acquire(lake, name, HeldElsewhere::new).close();
        } catch (HeldElsewhere held) {
          return Optional.of(name.substring("replay-".length(), name.lastIndexOf('.')));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
    return Optional.empty();
  }

  private static Lease acquire(
      Lake lake, String name, Function<String, ? extends RuntimeException> held) {
    Path wanted = lake.localControl("leases/" + name);
    try {
      Path file = Files.createDirectories(wanted.getParent()).toRealPath().resolve(name);
      String holder = HELD_HERE.putIfAbsent(file, holder());
      if (holder != null) {
        throw held.apply(holder);
      }
      try {
        return lock(file, held);
      } catch (IOException | RuntimeException notTaken) {
        HELD_HERE.remove(file);
        throw notTaken;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot take the lease " + wanted, e);
    }
  }

  private static Lease lock(Path file, Function<String, ? extends RuntimeException> held)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw held.apply(Files.readString(file).strip());
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(HELD_HERE.get(file).getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
    return new Lease(file, channel);
  }

  /** Somebody else has the lease, and that is no error. */
  private static final class HeldElsewhere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HeldElsewhere(String holder) {
      super(holder);
    }
  }

  private static String holder() {
    ProcessHandle self = ProcessHandle.current();
    return "process "
        + self.pid()
        + self.info().startInstant().map(start -> ", started " + start).orElse("");
  }

  @Override
  public void close() {
    try {
      // The lock goes with the channel.
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot give the lease back", e);
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
