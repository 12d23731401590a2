package dev.sluice.lanes;

import dev.sluice.common.error.QueryErrors;
import dev.sluice.common.table.Generations.InForce;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;

/**
 * A table that maintenance is asked to keep fit, in the generation in force.
 *
 * @param layer {@code bronze}, {@code silver}, {@code quarantine} or {@code gold}
 * @param name of the dataset, in gold of the aggregate
 */
record MaintainedTable(String layer, String name, LakeTable table) {

  /**
   * Finds it.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4021 when the lake has no such table
   */
  static MaintainedTable find(SparkSession session, Lake lake, InForce inForce, String sqlName) {
    String[] parts = sqlName.split("\\.", 2);
    return path(lake, inForce, parts[0], parts.length > 1 ? parts[1] : "")
        .map(path -> new MaintainedTable(parts[0], parts[1], new LakeTable(session, path)))
        .filter(found -> found.table().exists())
        .orElseThrow(() -> QueryErrors.unknownTable(sqlName, List.of()));
  }

  private static Optional<String> path(Lake lake, InForce inForce, String layer, String name) {
    return switch (layer) {
      case "bronze" -> Optional.of(lake.bronze(name, Lake.FIRST_GENERATION));
      case "silver" -> Optional.of(lake.silver(name, inForce.ofDataset(name)));
      case "quarantine" -> Optional.of(lake.quarantine(name, inForce.ofDataset(name)));
      case "gold" -> {
        OptionalInt generation = inForce.ofAggregate(name);
        yield generation.isPresent()
            ? Optional.of(lake.gold(name, generation.getAsInt()))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  boolean isGold() {
    return layer.equals("gold");
  }

  boolean isSilver() {
    return layer.equals("silver");
  }

  /** As SQL calls it. */
  String sqlName() {
    return layer + "." + name;
  }
}
