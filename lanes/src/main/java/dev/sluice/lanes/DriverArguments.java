package dev.sluice.lanes;

import dev.sluice.common.error.Errors;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a driver is told.
 *
 * @param platform path or URL of the platform file
 * @param profile of the platform file; empty for none
 * @param stopsWithParent whether it ends when its standard input does: the parent's end of that
 *     pipe closes however the parent dies
 * @param datasets paths or URLs of the dataset files
 * @param status where to write {@link DriverStatus} every half second
 */
record DriverArguments(
    String platform,
    String profile,
    Optional<Path> status,
    boolean stopsWithParent,
    List<String> datasets) {

  static DriverArguments parse(String[] arguments) {
    String platform = null;
    String profile = "";
    Path status = null;
    boolean stopsWithParent = false;
    List<String> datasets = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      String argument = rest.pop();
      switch (argument) {
        case "--platform" -> platform = value(argument, rest);
        case "--profile" -> profile = value(argument, rest);
        case "--status" -> status = Path.of(value(argument, rest));
        case "--stop-with-parent" -> stopsWithParent = true;
        default -> {
          if (argument.startsWith("--")) {
            throw Errors.driverUsage("unknown option " + argument);
          }
          datasets.add(argument);
        }
      }
    }
    if (platform == null || datasets.isEmpty()) {
      throw Errors.driverUsage("--platform and at least one dataset file are needed");
    }
    return new DriverArguments(
        platform, profile, Optional.ofNullable(status), stopsWithParent, List.copyOf(datasets));
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw Errors.driverUsage(option + " needs a value");
    }
    return rest.pop();
  }
}
