package dev.sluice.gold;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.LakeTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to which silver version a gold table has every row. Its newest commit says; should no commit
 * say anything any more, its rows do: each carries the silver version that last changed it, and the
 * highest is where the last range that changed anything ended. What has come since changed nothing,
 * so taking it in again does not either (decision 0019).
 */
public final class GoldReach {
  private static final Logger LOG = LoggerFactory.getLogger(GoldReach.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SILVER_VERSION = "silver_version";
  private static final String SILVER_GENERATION = "silver_generation";
  private static final long NOTHING = -1;

  private GoldReach() {}

  /**
   * The silver version up to which a gold table has every row as of one of its own; -1 for none.
   */
  public static long consumed(LakeTable gold, long version) {
    return gold.newestAt(version)
        .map(GoldReach::silverVersion)
        .orElseGet(() -> End.of(gold.readAt(version)).silverVersion());
  }

  /**
   * Why a gold table cannot be gone on with; empty when it can, or is not there yet.
   *
   * @param silver the table it is made from
   */
  public static Optional<SluiceException> problem(
      String aggregate, LakeTable gold, LakeTable silver) {
    if (!gold.exists() || gold.isAsCreated()) {
      return Optional.empty();
    }
    Optional<CommitEntry> said = gold.newestEntry();
    if (said.isPresent()) {
      return foreignChange(aggregate, gold, said.get().version());
    }
    End end = End.of(gold.read());
    return end.isOf(silver)
        ? Optional.empty()
        : Optional.of(LakeErrors.goldOfAnotherSilver(aggregate, gold.path(), end.silverVersion()));
  }

  /** Why a gold table that had been written at a version cannot be gone on with. */
  static Optional<SluiceException> foreignChange(
      String aggregate, LakeTable gold, long afterVersion) {
    return gold.foreignChange(afterVersion)
        .map(
            change ->
                LakeErrors.goldChangedByOthers(
                    aggregate, gold.path(), change.version(), change.operation()));
  }

  /**
   * Has the newest commit of a gold table say how far it has come, if it has a row.
   *
   * @param silverGeneration the generation of silver it is made from
   */
  static void settle(LakeTable gold, int silverGeneration) {
    if (gold.isAsCreated()) {
      return;
    }
    if (gold.newest().isPresent()) {
      gold.carryForward(UnaryOperator.identity());
      return;
    }
    long consumed = End.of(gold.read()).silverVersion();
    LOG.warn(
        "No commit of {} says how far it has come; its rows reach silver version {}",
        gold.path(),
        consumed);
    gold.appendNothing(metadata(consumed, silverGeneration));
  }

  /** What a commit of gold says. */
  static ObjectNode metadata(long silverVersion, int silverGeneration) {
    ObjectNode metadata = JSON.createObjectNode();
    metadata.put(SILVER_VERSION, silverVersion);
    metadata.put(SILVER_GENERATION, silverGeneration);
    return metadata;
  }

  /** The silver version that a commit of gold has consumed. */
  static long silverVersion(ObjectNode metadata) {
    return metadata.path(SILVER_VERSION).asLong(NOTHING);
  }

  /** The generation of silver that a commit of gold is of; one that does not say is of this one. */
  static int silverGeneration(ObjectNode metadata, int otherwise) {
    return metadata.path(SILVER_GENERATION).asInt(otherwise);
  }

  /**
   * Where gold's rows end.
   *
   * @param at when the newest of them were written
   */
  private record End(long silverVersion, Instant at) {
    static End of(Dataset<Row> gold) {
      Row end =
          gold.agg(
                  max(struct(
                          col(GoldTable.VERSION),
                          unix_micros(col(GoldTable.UPDATED_AT)).as(GoldTable.UPDATED_AT)))
                      .as("end"))
              .select("end.*")
              .first();
      return end.isNullAt(0)
          ? new End(NOTHING, Instant.EPOCH)
          : new End(end.getLong(0), Instant.EPOCH.plus(end.getLong(1), ChronoUnit.MICROS));
    }

    /** Versions are of one table: one made anew counts them again, and later. */
    boolean isOf(LakeTable silver) {
      return silverVersion == NOTHING
          || silverVersion <= silver.version()
              && silver.entry(silverVersion).filter(entry -> entry.at().isAfter(at)).isEmpty();
    }
  }
}
