package dev.sluice.local.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.local.StateDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Memory, disk and the folders that have to be writable. */
final class MachineChecks {
  private static final long GIB = 1L << 30;
  // 2 GiB for the driver, 0.7 for the broker, the rest for Redis and the page cache.
  private static final long MEMORY_NEEDED = 3 * GIB;
  private static final long MEMORY_WANTED = 6 * GIB;
  private static final long DISK_NEEDED = GIB;
  private static final long DISK_WANTED = 5 * GIB;

  private MachineChecks() {}

  static List<Check> all(StateDirectory state) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return List.of(
        memory(system.getTotalMemorySize()),
        stateDirectory(state.root()),
        disk(state.root()),
        temporaryFolder(Path.of(System.getProperty("java.io.tmpdir"))));
  }

  static Check memory(long bytes) {
    String found = gibibytes(bytes) + " of memory";
    String fix = "close other programs or give the machine (or container) more memory";
    if (bytes < MEMORY_NEEDED) {
      return Check.fail("memory", found + ", " + gibibytes(MEMORY_NEEDED) + " needed", fix);
    }
    return bytes < MEMORY_WANTED
        ? Check.warn("memory", found + ", " + gibibytes(MEMORY_WANTED) + " wanted", fix)
        : Check.ok("memory", found);
  }

  static Check stateDirectory(Path folder) {
    String name = "state-directory";
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "doctor", ".tmp"));
      return Check.ok(name, folder + " is writable");
    } catch (IOException failed) {
      return Check.fail(
          name,
          folder + " is not writable (" + failed + ")",
          "run in a folder of your own, or make this one writable");
    }
  }

  private static Check disk(Path folder) {
    try {
      return disk(Files.getFileStore(nearestExisting(folder)).getUsableSpace(), folder);
    } catch (IOException failed) {
      return Check.warn("disk", "unknown (" + failed + ")", "see whether the disk is full");
    }
  }

  static Check disk(long usableBytes, Path folder) {
    String found = gibibytes(usableBytes) + " free at " + folder;
    String fix = "free some space, or `sluice down --wipe` when the local tables may go";
    if (usableBytes < DISK_NEEDED) {
      return Check.fail("disk", found + ", " + gibibytes(DISK_NEEDED) + " needed", fix);
    }
    return usableBytes < DISK_WANTED
        ? Check.warn("disk", found + ", " + gibibytes(DISK_WANTED) + " wanted", fix)
        : Check.ok("disk", found);
  }

  private static Path nearestExisting(Path folder) {
    Path candidate = folder;
    while (!Files.exists(candidate)) {
      candidate = candidate.getParent();
    }
    return candidate;
  }

  /** Compression libraries are unpacked there and loaded, which `noexec` forbids. */
  static Check temporaryFolder(Path folder) {
    String name = "temporary-folder";
    String fix = "set TMPDIR to a folder on a disk that is not mounted noexec";
    try {
      Path script = Files.createTempFile(folder, "doctor", ".sh");
      try {
        Files.writeString(script, "#!/bin/sh\nexit 0\n");
        boolean runs =
            script.toFile().setExecutable(true) && Commands.run(script.toString()).succeeded();
        return runs
            ? Check.ok(name, folder + " is writable and runs programs")
            : Check.fail(name, folder + " does not run programs", fix);
      } finally {
        Files.delete(script);
      }
    } catch (IOException failed) {
      return Check.fail(name, folder + " is not writable (" + failed + ")", fix);
    }
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
  }
}
