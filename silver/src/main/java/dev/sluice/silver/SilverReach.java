package dev.sluice.silver;

import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.SourceOffsets;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far silver reaches. Its newest commit says; should no commit say anything any more, its rows
 * and bronze still tell enough: the last batch of which silver has a row was closed, with all
 * batches before it, for a flush is one commit. Batches after it that were closed too have no row
 * in silver, so judging them again doubles none (decision 0008).
 */
final class SilverReach {
  private static final Logger LOG = LoggerFactory.getLogger(SilverReach.class);

  private SilverReach() {}

  /** How far silver reaches; its newest commit says so afterwards, if it says anything. */
  static Reached settle(LakeTable silver, LakeTable bronze) {
    if (silver.isAsCreated() || silver.newest().isPresent()) {
      return Reached.of(silver);
    }
    Reached reached = ofRows(silver.read(), bronze);
    LOG.warn("No commit of {} says how far it reaches; its rows reach {}", silver.path(), reached);
    silver.appendNothing(reached.toJson());
    return reached;
  }

  private static Reached ofRows(Dataset<Row> silver, LakeTable bronze) {
    Optional<BatchId> last = lastBatch(silver, bronze.read());
    return last.isEmpty()
        ? Reached.NOTHING
        : ofBronzeCommit(last.get(), bronze).orElseGet(() -> ofBronzeRows(last.get(), bronze));
  }

  /** The newest batch among those of silver's last row of each partition. */
  private static Optional<BatchId> lastBatch(Dataset<Row> silver, Dataset<Row> bronze) {
    Dataset<Row> ends =
        silver
            .groupBy(
                functions.col(SilverTable.TOPIC).as(BronzeTable.TOPIC),
                functions.col(SilverTable.PARTITION).as(BronzeTable.PARTITION))
            .agg(functions.max(SilverTable.OFFSET).as(BronzeTable.OFFSET));
    Row last =
        bronze
            .join(
                functions.broadcast(ends),
                new String[] {BronzeTable.TOPIC, BronzeTable.PARTITION, BronzeTable.OFFSET})
            .agg(functions.max(batchColumn()).as("last"))
            .select("last.*")
            .first();
    return last.isNullAt(0)
        ? Optional.empty()
        : Optional.of(new BatchId(last.getLong(0), last.getLong(1)));
  }

  /**
   * What the commit of bronze with a batch says: flushes of silver hold whole commits of bronze.
   */
  private static Optional<Reached> ofBronzeCommit(BatchId batch, LakeTable bronze) {
    for (long version = bronze.version(); version >= 0; version--) {
      Optional<Reached> reached =
          bronze.entry(version).flatMap(CommitEntry::metadata).map(Reached::fromJson);
      if (reached.isPresent() && batch.isAfter(reached.get().last())) {
        return Optional.empty();
      }
      if (reached.isPresent() && !reached.get().first().isAfter(batch)) {
        return reached;
      }
    }
    return Optional.empty();
  }

  /**
   * The same of rows alone, which do not know the topics' ids. A partition of which all rows come
   * later holds the frontier at the beginning of time.
   */
  private static Reached ofBronzeRows(BatchId batch, LakeTable bronze) {
    SourceOffsets offsets = SourceOffsets.NONE;
    ArrivalFrontier frontier = ArrivalFrontier.NONE;
    for (Row end :
        bronze
            .read()
            .groupBy(BronzeTable.TOPIC, BronzeTable.PARTITION)
            .agg(
                maxUntil(batch, functions.col(BronzeTable.OFFSET)),
                maxUntil(batch, functions.expr("unix_micros(" + BronzeTable.ARRIVED_AT + ")")))
            .collectAsList()) {
      boolean isLater = end.isNullAt(2);
      long arrival = isLater ? Long.MIN_VALUE : end.getLong(3);
      frontier = frontier.with(end.getString(0), end.getInt(1), arrival);
      if (!isLater) {
        offsets =
            offsets.with(
                end.getString(0), SourceOffsets.UNKNOWN_ID, end.getInt(1), end.getLong(2) + 1);
      }
    }
    return new Reached(batch, batch, offsets, frontier);
  }

  private static Column maxUntil(BatchId batch, Column value) {
    Column bound =
        functions.struct(
            functions.lit(batch.epoch()).as(BronzeTable.EPOCH),
            functions.lit(batch.batch()).as(BronzeTable.BATCH));
    return functions.max(functions.when(batchColumn().leq(bound), value));
  }

  private static Column batchColumn() {
    return functions.struct(functions.col(BronzeTable.EPOCH), functions.col(BronzeTable.BATCH));
  }
}
