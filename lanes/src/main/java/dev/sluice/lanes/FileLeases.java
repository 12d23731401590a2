package dev.sluice.lanes;

import dev.sluice.common.error.SluiceException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leases as locks of the operating system on files of this machine's disk: gone with the process
 * that holds them, however that ends, and never lost before.
 */
final class FileLeases extends Leases {
  /**
   * The locks of this process. POSIX drops all locks that a process has on a file when it closes
   * any descriptor of it, so a file held here must not even be opened to be refused.
   */
  private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();

  private static final String FOLDER = "leases/";
  private static final String SUFFIX = ".lock";

  private final Lake lake;

  FileLeases(Lake lake) {
    super(lake);
    this.lake = lake;
  }

  @Override
  Lease acquire(String name) throws HeldElsewhere {
    Path wanted = lake.localControl(FOLDER + name + SUFFIX);
    try {
      Path file =
          Files.createDirectories(wanted.getParent()).toRealPath().resolve(wanted.getFileName());
      String holder = HELD_HERE.putIfAbsent(file, holder());
      if (holder != null) {
        throw new HeldElsewhere(holder);
      }
      try {
        return lock(file);
      } catch (IOException | HeldElsewhere | RuntimeException notTaken) {
        HELD_HERE.remove(file);
        throw notTaken;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot take the lease " + wanted, e);
    }
  }

  private static Lease lock(Path file) throws IOException, HeldElsewhere {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new HeldElsewhere(Files.readString(file).strip());
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(HELD_HERE.get(file).getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
    return new Lock(file, channel);
  }

  private static String holder() {
    ProcessHandle self = ProcessHandle.current();
    return "process "
        + self.pid()
        + self.info().startInstant().map(start -> ", started " + start).orElse("");
  }

  /** Whoever holds a lock lives. */
  @Override
  Optional<Lease> attempt(String name) throws HeldElsewhere {
    return Optional.of(acquire(name));
  }

  @Override
  List<String> names() {
    List<String> names = new ArrayList<>();
    Path folder = lake.localControl(FOLDER);
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          names.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot list " + folder, e);
      }
    }
    return names;
  }

  private record Lock(Path file, FileChannel channel) implements Lease {
    @Override
    public Optional<SluiceException> lost() {
      return Optional.empty();
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
}
