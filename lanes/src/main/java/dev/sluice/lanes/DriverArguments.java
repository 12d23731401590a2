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
 * @param profile of the platform file
 * @param status where to write {@link DriverStatus} every half second
 */
record DriverArguments(Path platform, String profile, Optional<Path> status, List<Path> datasets) {

  static DriverArguments parse(String[] arguments) {
    Path platform = null;
    String profile = "local";
    Path status = null;
    List<Path> datasets = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      String argument = rest.pop();
      switch (argument) {
        case "--platform" -> platform = Path.of(value(argument, rest));
        case "--profile" -> profile = value(argument, rest);
        case "--status" -> status = Path.of(value(argument, rest));
        default -> {
          if (argument.startsWith("--")) {
            throw Errors.driverUsage("unknown option " + argument);
          }
          datasets.add(Path.of(argument));
        }
      }
    }
    if (platform == null || datasets.isEmpty()) {
      throw Errors.driverUsage("--platform and at least one dataset file are needed");
    }
    return new DriverArguments(
        platform, profile, Optional.ofNullable(status), List.copyOf(datasets));
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw Errors.driverUsage(option + " needs a value");
    }
    return rest.pop();
  }
}
