package dev.sluice.lanes;

import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.gold.GoldReach;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A point that all tables of the generation in force have reached: what a replay is compared with
 * while the lanes go on.
 *
 * @param silverVersion of silver
 * @param reached how far silver reaches there
 * @param goldVersions by aggregate, the version of its table that has consumed that silver
 */
record ReplayPoint(long silverVersion, Reached reached, Map<String, Long> goldVersions) {
  ReplayPoint {
    goldVersions = Map.copyOf(goldVersions);
  }

  /**
   * The newest point; empty while the gold tables stand at different ones, in the midst of gold's
   * next step. Tables that gold's lane would not go on with are left out.
   */
  static Optional<ReplayPoint> newest(DatasetContext old, List<String> aggregates) {
    LakeTable silver = old.silverTable();
    Map<String, Long> versions = new TreeMap<>();
    Map<String, Long> consumed = new TreeMap<>();
    for (String aggregate : aggregates) {
      LakeTable gold = old.goldTable(aggregate);
      if (gold.exists() && GoldReach.problem(aggregate, gold, silver).isEmpty()) {
        long version = gold.version();
        versions.put(aggregate, version);
        consumed.put(aggregate, GoldReach.consumed(gold, version));
      }
    }
    long silverVersion =
        consumed.values().stream().mapToLong(Long::longValue).max().orElse(silver.version());
    // A gold table that nothing changes commits nothing, and says an older version.
    boolean allAreThere =
        consumed.values().stream()
            .allMatch(version -> silver.added(version, silverVersion).isEmpty());
    return allAreThere && silverVersion >= 0
        ? Optional.of(new ReplayPoint(silverVersion, Reached.at(silver, silverVersion), versions))
        : Optional.empty();
  }
}
