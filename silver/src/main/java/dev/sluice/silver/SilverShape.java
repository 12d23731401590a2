package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.ApplyErrors;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.TableColumns;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The columns of a silver table that is there, and those of a definition that goes on with it: what
 * the table lacks is added, with NULL in its rows; what it has and the definition lacks stays, with
 * NULL from then on; what would change is refused (decision 0023).
 */
public final class SilverShape {
  private static final Logger LOG = LoggerFactory.getLogger(SilverShape.class);

  private SilverShape() {}

  /** Why a table cannot go on with a definition; empty when it can, or is not there yet. */
  public static List<String> conflicts(LakeTable silver, AnalyzedDataset dataset) {
    return silver.exists()
        ? TableColumns.conflicts(silver.schema(), dataset.silverSchema())
        : List.of();
  }

  /**
   * The same for whoever can only go on when there is no conflict.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4081 with every conflict
   */
  public static void require(LakeTable silver, AnalyzedDataset dataset) {
    List<String> conflicts = conflicts(silver, dataset);
    if (!conflicts.isEmpty()) {
      throw ApplyErrors.silverHasOtherColumns(dataset.name(), conflicts);
    }
  }

  /** Columns of a table that a definition does not have; none where it is not there yet. */
  public static List<String> unfilled(LakeTable silver, AnalyzedDataset dataset) {
    List<String> filled = List.of(dataset.silverSchema().fieldNames());
    return silver.exists()
        ? Stream.of(silver.schema().fieldNames()).filter(name -> !filled.contains(name)).toList()
        : List.of();
  }

  /**
   * Adds the columns that a table lacks, in one commit. No lane may be writing it.
   *
   * @param bronze the table that it is made from
   * @return the columns that were added, by path; none where the table is not there yet
   * @throws dev.sluice.common.error.SluiceException SL-4081 when it has columns that would change
   */
  public static List<String> widen(LakeTable silver, LakeTable bronze, AnalyzedDataset dataset) {
    return silver.exists() ? widen(silver, SilverReach.settle(silver, bronze), dataset) : List.of();
  }

  static List<String> widen(LakeTable silver, Reached reached, AnalyzedDataset dataset) {
    require(silver, dataset);
    StructType before = silver.schema();
    if (!silver.addMissing(dataset.silverSchema(), reached.toJson())) {
      return List.of();
    }
    List<String> added = TableColumns.added(before, dataset.silverSchema());
    LOG.info("Silver of {} has more columns: {}", dataset.name(), added);
    return added;
  }
}
