package dev.sluice.lanes;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.ReplayErrors;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.SourceOffsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Copies into a new generation, before anything else, the rows of silver and quarantine whose
 * records bronze no longer holds: those that lie before the first record it has of their partition.
 * They stay as they were judged; their keys are in the deduplication index of what follows, and
 * gold counts them.
 */
final class CarryOver {
  private static final String CARRIED_OVER_FROM = "carried_over_from";

  private final DatasetContext old;
  private final DatasetContext target;

  CarryOver(DatasetContext old, DatasetContext target) {
    this.old = old;
    this.target = target;
  }

  /** Whether a commit is the one that copied the rows, by its metadata. */
  static boolean isSaidIn(ObjectNode metadata) {
    return metadata.has(CARRIED_OVER_FROM);
  }

  /** Rows of silver that were copied; none into a generation that has begun. */
  long run() {
    LakeTable silver = target.silverTable();
    if (!old.silverTable().exists() || !Reached.of(silver).equals(Reached.NOTHING)) {
      return 0;
    }
    Dataset<Row> bronze = target.bronze().table().read();
    BronzeBeginning beginning = BronzeBeginning.of(bronze);
    Dataset<Row> silverRows = beginning.before(old.silverTable().read(), "_");
    Dataset<Row> quarantineRows = beginning.before(quarantine(old).read(), "");
    if (silverRows.isEmpty() && quarantineRows.isEmpty()) {
      return 0;
    }
    Reached reached = reached(bronze, beginning.firsts(), List.of(silverRows, quarantineRows));
    ObjectNode metadata = reached.toJson();
    metadata.put(CARRIED_OVER_FROM, old.generation().number());
    if (!quarantineRows.isEmpty()) {
      quarantine(target).append(quarantineRows, metadata);
    }
    return silver.append(as(silver.read().schema(), silverRows), metadata).rows();
  }

  private static LakeTable quarantine(DatasetContext context) {
    return new LakeTable(
        context.session(),
        context.lake().quarantine(context.dataset().name(), context.generation().number()));
  }

  /** Just before bronze's first batch, with the arrivals that the carried rows show. */
  private Reached reached(Dataset<Row> bronze, List<Row> firsts, List<Dataset<Row>> carried) {
    Reached end = target.bronze().reached();
    SourceOffsets offsets = SourceOffsets.NONE;
    for (Row first : firsts) {
      SourceOffsets.Topic topic = end.offsets().topics().get(first.getString(0));
      String id = topic == null ? SourceOffsets.UNKNOWN_ID : topic.id();
      offsets = offsets.with(first.getString(0), id, first.getInt(1), first.getLong(2));
    }
    Row batch =
        bronze
            .agg(min(struct(col(BronzeTable.EPOCH), col(BronzeTable.BATCH))).as("first"))
            .select("first.*")
            .first();
    BatchId before =
        batch.isNullAt(0) ? end.last() : new BatchId(batch.getLong(0), batch.getLong(1) - 1);
    return new Reached(before, before, offsets, frontier(carried));
  }

  private static ArrivalFrontier frontier(List<Dataset<Row>> carried) {
    ArrivalFrontier frontier = ArrivalFrontier.NONE;
    for (int part = 0; part < carried.size(); part++) {
      String prefix = part == 0 ? "_" : "";
      for (Row newest :
          carried
              .get(part)
              .groupBy(col(prefix + BronzeTable.TOPIC), col(prefix + BronzeTable.PARTITION))
              .agg(max(col(SilverTable.ARRIVED_AT)))
              .collectAsList()) {
        frontier =
            frontier.with(
                newest.getString(0),
                newest.getInt(1),
                ChronoUnit.MICROS.between(java.time.Instant.EPOCH, instant(newest.get(2))));
      }
    }
    return frontier;
  }

  /** As sessions differ in which they give. */
  private static java.time.Instant instant(Object timestamp) {
    return timestamp instanceof java.sql.Timestamp old
        ? old.toInstant()
        : (java.time.Instant) timestamp;
  }

  /** Rows of the old columns as the new table has them: more columns are NULL, fewer are not. */
  private Dataset<Row> as(StructType schema, Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Optional<StructField> known = field(rows.schema(), field.name());
      if (known.isPresent() && !known.get().dataType().equals(field.dataType())) {
        throw refused("column " + field.name() + " had another type");
      }
      columns.add(
          known.isPresent()
              ? col(field.name())
              : lit(null).cast(field.dataType()).as(field.name()));
    }
    for (StructField field : rows.schema().fields()) {
      if (field(schema, field.name()).isEmpty()) {
        throw refused("there is no column " + field.name() + " any more");
      }
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private RuntimeException refused(String why) {
    return ReplayErrors.cannotReplay(
        target.dataset().name(),
        "silver has rows that bronze no longer holds, and they cannot be carried over: " + why);
  }

  private static Optional<StructField> field(StructType schema, String name) {
    return Arrays.stream(schema.fields()).filter(field -> field.name().equals(name)).findFirst();
  }
}
