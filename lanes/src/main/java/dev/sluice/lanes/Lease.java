package dev.sluice.lanes;

import dev.sluice.common.error.Errors;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write to a lake on this machine's disk: an operating system lock on a file, gone
 * with the process that holds it however that ends. A second driver is refused: Delta on a plain
 * file system would let both commit and lose rows of one (design 4.1, point 9).
 */
public final class Lease implements AutoCloseable {
  private final FileChannel channel;
  private final FileLock lock;

  private Lease(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lease.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2001 when another driver holds it
   */
  public static Lease acquire(Lake lake) {
    Path file = Path.of(lake.control("leases/driver.lock"));
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw Errors.lakeIsHeld(lake.root(), Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder().getBytes(StandardCharsets.UTF_8)), 0);
      channel.force(true);
      return new Lease(channel, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot take the lease " + file, e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
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
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot give the lease back", e);
    }
  }
}
