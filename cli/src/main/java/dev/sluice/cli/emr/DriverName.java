package dev.sluice.cli.emr;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the step of a driver is called on a cluster: steps have no tags, so its name says whose it
 * is.
 *
 * @param lakeKey stands for the lake, 16 hexadecimal digits
 * @param epoch counts the drivers of that lake
 * @param datasets for people
 */
record DriverName(String lakeKey, long epoch, String datasets) {
  private static final int LONGEST = 120;
  private static final Pattern LAKE = Pattern.compile("sluice .*\\[lake ([0-9a-f]{16}), .*");

  static DriverName of(String lake, long epoch, List<String> datasets) {
    String all = String.join(", ", datasets);
    return new DriverName(
        key(lake), epoch, all.length() > LONGEST ? all.substring(0, LONGEST) + "…" : all);
  }

  /** Two lakes have the same key if they have the same root. */
  static String key(String lake) {
    return Digests.sha256(lake.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  /** Whether a step of this name is a driver of Sluice. */
  static boolean isDriver(String step) {
    return LAKE.matcher(step).matches();
  }

  /** Whether a step of this name is a driver on the lake of this key. */
  static boolean isOn(String lakeKey, String step) {
    Matcher lake = LAKE.matcher(step);
    return lake.matches() && lake.group(1).equals(lakeKey);
  }

  String text() {
    return "sluice %s [lake %s, epoch %d]".formatted(datasets, lakeKey, epoch);
  }
}
