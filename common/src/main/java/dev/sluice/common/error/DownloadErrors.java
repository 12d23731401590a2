package dev.sluice.common.error;

import java.nio.file.Path;

/** Messages about servers that have to be fetched, each under a code of its own. */
final class DownloadErrors {
  private DownloadErrors() {}

  static SluiceException notFetched(String code, String server, String why, Path log) {
    return new SluiceException(
        code,
        ExitCode.DEPENDENCY_MISSING,
        "Cannot fetch " + server + ": " + why + " (its log: " + log + ")",
        "read the end of that log; check the network, or the mirror in ~/.m2/settings.xml");
  }

  /**
   * @param usable bytes
   * @param needed bytes
   */
  static SluiceException noRoom(String code, String server, Path folder, long usable, long needed) {
    return new SluiceException(
        code,
        ExitCode.DEPENDENCY_MISSING,
        "Cannot fetch %s into %s: %d MB free, %d MB needed"
            .formatted(server, folder, usable / 1_000_000, needed / 1_000_000),
        "free some space on that disk");
  }
}
