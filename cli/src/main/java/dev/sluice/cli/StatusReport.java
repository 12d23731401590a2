package dev.sluice.cli;

import dev.sluice.lanes.DriverStatus;
import dev.sluice.lanes.HoldStatus;
import dev.sluice.lanes.LaneStatus;
import dev.sluice.lanes.StageStatus;
import dev.sluice.local.ServerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What runs, in lines for people and as an object for programs.
 *
 * @param servers what is recorded to run, alive or not
 * @param driver what it last said, if anything
 * @param root the folder that this is about
 */
record StatusReport(
    List<ServerStatus> servers, Optional<DriverStatus> driver, Instant now, Path root) {
  private static final String SERVER = "  %-10s %-12s %-22s process %d";
  private static final String LANE = "  %-28s %-9s %6s %9s  %s";
  private static final String STAGE = "  %-28s %13s %9s %9s %10s %10s %12s";

  /** For people; what stands still is not shown with numbers that look alive. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!isRunning() && servers.stream().noneMatch(ServerStatus::alive)) {
      lines.add("Nothing runs in " + root + lastSeen());
      lines.add("  start: `sluice up <dataset.yaml>`, or see it work: `sluice demo`");
      servers.stream().map(StatusReport::line).forEach(lines::add);
      return lines;
    }
    lines.add("Servers");
    servers.stream().map(StatusReport::line).forEach(lines::add);
    lines.add("");
    if (isRunning()) {
      addDriver(lines, driver.orElseThrow());
    } else {
      lines.add("No driver runs" + lastSeen() + ": start one with `sluice up <dataset.yaml>`");
    }
    return lines;
  }

  /** For programs: {@code running, servers, driver, warnings, holds, lanes, stages}. */
  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("running", isRunning());
    object.put("servers", servers.stream().map(StatusReport::object).toList());
    object.put("driver", driver.map(this::object).orElse(null));
    object.put("warnings", shown().warnings());
    object.put("holds", shown().holds().stream().map(StatusReport::object).toList());
    object.put("lanes", shown().lanes().stream().map(StatusReport::object).toList());
    object.put("stages", shown().stages().stream().map(StatusReport::object).toList());
    return object;
  }

  private DriverStatus shown() {
    return driver
        .filter(status -> isRunning())
        .orElseGet(
            () ->
                new DriverStatus(0, "", now, now, "", List.of(), List.of(), List.of(), List.of()));
  }

  private boolean isRunning() {
    return driver.map(this::state).orElse(DriverState.STOPPED) != DriverState.STOPPED;
  }

  private DriverState state(DriverStatus status) {
    return DriverState.of(status, now);
  }

  private String lastSeen() {
    return driver
        .map(status -> " (the last driver was seen at " + seconds(status.updatedAt()) + ")")
        .orElse("");
  }

  private static String line(ServerStatus server) {
    return SERVER.formatted(server.name(), word(server), server.endpoint(), server.pid());
  }

  private static String word(ServerStatus server) {
    return server.alive() ? "running" : "crashed";
  }

  private void addDriver(List<String> lines, DriverStatus status) {
    lines.add(
        "Driver: process %d since %s, lake %s"
            .formatted(status.pid(), seconds(status.startedAt()), status.lake()));
    if (!status.metrics().isEmpty()) {
      lines.add("  metrics: " + status.metrics());
    }
    if (state(status) == DriverState.SILENT) {
      long silence = Duration.between(status.updatedAt(), now).toSeconds();
      lines.add("  silent for " + silence + " s: it hangs or is starved; its numbers are old");
    }
    status.warnings().forEach(warning -> lines.add("  warning: " + warning));
    status.holds().forEach(hold -> addHold(lines, hold));
    lines.add("");
    lines.add(LANE.formatted("lane", "state", "epoch", "restarts", "last error").stripTrailing());
    status.lanes().stream().map(StatusReport::line).forEach(lines::add);
    lines.add("");
    lines.add(
        STAGE.formatted("stage", "rows", "rows/s", "lag", "batch", "freshness", "quarantined"));
    status.stages().stream().map(this::line).forEach(lines::add);
  }

  private static void addHold(List<String> lines, HoldStatus hold) {
    lines.add(
        "  held since %s: %s: %s".formatted(seconds(hold.since()), hold.code(), hold.message()));
    lines.add("    " + hold.lift());
  }

  private static String line(LaneStatus lane) {
    String mismatches =
        lane.accountingMismatches() == 0
            ? ""
            : lane.accountingMismatches() + " flushes do not add up (see `ledger`); ";
    return LANE.formatted(
            lane.lane(),
            lane.state(),
            lane.epoch(),
            lane.restarts(),
            mismatches + (lane.lastError() == null ? "" : firstLine(lane.lastError())))
        .stripTrailing();
  }

  private String line(StageStatus stage) {
    return String.format(
        Locale.ROOT,
        STAGE,
        stage.stage(),
        String.format(Locale.ROOT, "%,d", stage.rows()),
        String.format(Locale.ROOT, "%,.0f", stage.rowsPerSecond()),
        String.format(Locale.ROOT, "%,d", stage.lag()),
        stage.lastBatch().isEmpty() ? "-" : stage.lastBatch(),
        freshness(stage.freshnessSeconds()),
        String.format(Locale.ROOT, "%,d", stage.quarantined()));
  }

  private static String freshness(Double seconds) {
    if (seconds == null) {
      return "-";
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds < 7_200
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%,.0f h", seconds / 3_600);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Map<String, Object> object(ServerStatus server) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", server.name());
    object.put("alive", server.alive());
    object.put("endpoint", server.endpoint());
    object.put("pid", server.pid());
    object.put("started_at", server.started());
    return object;
  }

  private Map<String, Object> object(DriverStatus status) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("state", state(status).text());
    object.put("pid", status.pid());
    object.put("lake", status.lake());
    object.put("metrics", status.metrics());
    object.put("started_at", status.startedAt());
    object.put("updated_at", status.updatedAt());
    return object;
  }

  private static Map<String, Object> object(HoldStatus hold) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("dataset", hold.dataset());
    object.put("kind", hold.kind());
    object.put("code", hold.code());
    object.put("message", hold.message());
    object.put("lift", hold.lift());
    object.put("since", hold.since());
    return object;
  }

  private static Map<String, Object> object(LaneStatus lane) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("lane", lane.lane());
    object.put("state", lane.state());
    object.put("epoch", lane.epoch());
    object.put("restarts", lane.restarts());
    object.put("last_error", lane.lastError());
    object.put("since", lane.since());
    object.put("accounting_mismatches", lane.accountingMismatches());
    return object;
  }

  private static Map<String, Object> object(StageStatus stage) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("stage", stage.stage());
    object.put("rows", stage.rows());
    object.put("rows_per_second", stage.rowsPerSecond());
    object.put("lag", stage.lag());
    object.put("last_batch", stage.lastBatch());
    object.put("batch_seconds", stage.batchSeconds());
    object.put("freshness_seconds", stage.freshnessSeconds());
    object.put("quarantined", stage.quarantined());
    object.put("last_progress", stage.lastProgress());
    return object;
  }
}
