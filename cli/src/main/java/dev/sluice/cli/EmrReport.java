package dev.sluice.cli;

import dev.sluice.cli.emr.ClusterStatus;
import dev.sluice.cli.emr.DriverStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The drivers on a cluster of EMR, in lines for people and as an object for programs.
 *
 * @param drivers the newest first
 */
record EmrReport(ClusterStatus cluster, List<DriverStep> drivers) {

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Cluster %s: %s".formatted(cluster.id(), cluster.state()));
    lines.add("  logs: " + (cluster.logUri().isEmpty() ? "none are kept" : cluster.logUri() + "/"));
    if (drivers.isEmpty()) {
      lines.add("No driver was submitted");
    }
    drivers.forEach(driver -> add(lines, driver));
    return lines;
  }

  private static void add(List<String> lines, DriverStep driver) {
    lines.add("");
    lines.add("Step %s: %s  %s".formatted(driver.id(), driver.state(), driver.name()));
    lines.add(
        "  created %s, started %s, ended %s"
            .formatted(
                driver.createdAt(),
                Objects.requireNonNullElse(driver.startedAt(), "-"),
                Objects.requireNonNullElse(driver.endedAt(), "-")));
    if (!driver.reason().isEmpty()) {
      lines.add("  failed: " + driver.reason());
    }
    if (!driver.log().isEmpty()) {
      lines.add("  log: " + driver.log());
    }
  }

  /** For programs: {@code running, cluster, drivers}. */
  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("running", drivers.stream().anyMatch(driver -> driver.state().equals("RUNNING")));
    Map<String, Object> where = new LinkedHashMap<>();
    where.put("id", cluster.id());
    where.put("state", cluster.state());
    where.put("logs", cluster.logUri());
    object.put("cluster", where);
    object.put("drivers", drivers.stream().map(EmrReport::object).toList());
    return object;
  }

  private static Map<String, Object> object(DriverStep driver) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("step", driver.id());
    object.put("name", driver.name());
    object.put("state", driver.state());
    object.put("created_at", driver.createdAt());
    object.put("started_at", driver.startedAt());
    object.put("ended_at", driver.endedAt());
    object.put("reason", driver.reason());
    object.put("log", driver.log());
    return object;
  }
}
