package dev.sluice.cli.stack;

import dev.sluice.lanes.DriverStatus;
import dev.sluice.lanes.LaneStatus;
import dev.sluice.lanes.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A driver's status as lines for a person: one per stage, one per lane that is in trouble, one per
 * dataset whose silver waits.
 */
public final class StageLines {
  private static final String ROW = "  %-28s %12s %10s %8s %10s %9s %11s";

  private StageLines() {}

  /** The lines. */
  public static List<String> of(DriverStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ROW.formatted("stage", "rows", "rows/s", "lag", "batch", "seconds", "quarantined")
            .stripTrailing());
    status.stages().forEach(stage -> lines.add(line(stage)));
    status.lanes().stream()
        .filter(lane -> lane.restarts() > 0 || lane.state().equals("waiting"))
        .forEach(lane -> lines.add(trouble(lane)));
    status
        .holds()
        .forEach(
            hold -> lines.add("  %s: %s; %s".formatted(hold.code(), hold.message(), hold.lift())));
    return lines;
  }

  private static String line(StageStatus stage) {
    return String.format(
            Locale.ROOT,
            ROW,
            stage.stage(),
            "%,d".formatted(stage.rows()),
            "%,.0f".formatted(stage.rowsPerSecond()),
            "%,d".formatted(stage.lag()),
            stage.lastBatch(),
            String.format(Locale.ROOT, "%.2f", stage.batchSeconds()),
            stage.quarantined() == 0 ? "" : "%,d".formatted(stage.quarantined()))
        .stripTrailing();
  }

  private static String trouble(LaneStatus lane) {
    return "  %s is %s after %d restarts; last: %s"
        .formatted(lane.lane(), lane.state(), lane.restarts(), lane.lastError());
  }
}
