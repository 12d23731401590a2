package dev.sluice.local;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts a command into a session of its own, so that Ctrl-C in the terminal reaches the driver and
 * not the servers. The process id stays that of the command.
 */
final class Detached {
  private static final List<String> PREFIX = prefix();

  private Detached() {}

  static List<String> command(List<String> command) {
    List<String> detached = new ArrayList<>(PREFIX);
    detached.addAll(command);
    return List.copyOf(detached);
  }

  static boolean isPossible() {
    return !PREFIX.isEmpty();
  }

  private static List<String> prefix() {
    if (Executables.find("setsid").isPresent()) {
      return List.of("setsid");
    }
    // macOS has no setsid(1), but Perl.
    if (Executables.find("perl").isPresent()) {
      return List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec {$ARGV[0]} @ARGV;");
    }
    return List.of();
  }
}
