package dev.sluice.gold;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.LakeTable;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The gold table of one aggregate. Overwrites whole partitions with their absolute values, one
 * commit per call, which says up to which silver version its rows are in: a range is in wholly or
 * not at all. For one thread.
 */
final class GoldWriter {
  private static final String FRONTIER = "frontier";

  private final SparkSession session;
  private final LakeTable table;
  private final Layout layout;
  private final GoldOptions options;
  private final int silverGeneration;
  private final Finality finality;
  private final BucketCache cache;
  private final Set<String> partitions = new HashSet<>();

  /** Partitions with more rows than the driver may hold. */
  private final Set<String> large = new HashSet<>();

  private long consumed = -1;
  private long changedRows;

  /** The table's version that holds what this writer knows. */
  private long known;

  GoldWriter(
      SparkSession session,
      LakeTable table,
      Layout layout,
      Duration allowedLateness,
      int silverGeneration,
      GoldOptions options) {
    this.session = session;
    this.table = table;
    this.layout = layout;
    this.options = options;
    this.silverGeneration = silverGeneration;
    finality = new Finality(allowedLateness);
    cache = new BucketCache(options.maxCachedRows());
  }

  String name() {
    return layout.name();
  }

  /** The silver version up to which the table has every row; -1 for none. */
  long consumed() {
    return consumed;
  }

  /** Rows changed or made since this writer was; those of executors are not counted. */
  long changedRows() {
    return changedRows;
  }

  /** Creates the table when missing, and learns from it where to go on. */
  void prepare() {
    table.createIfMissing(
        layout.goldSchema(),
        List.of(GoldTable.WINDOW_BUCKET),
        List.of(GoldTable.WINDOW_START, GoldTable.WINDOW_END));
    if (!hasColumns(layout.goldSchema())) {
      throw LakeErrors.goldHasOtherColumns(name(), table.path());
    }
    GoldReach.settle(table, silverGeneration);
    partitions.addAll(table.partitions(GoldTable.WINDOW_BUCKET));
    known = table.version();
    table.newestEntry().ifPresent(this::goOnFrom);
    findOpen(table.read());
  }

  private boolean hasColumns(StructType expected) {
    return table.read().schema().catalogString().equals(expected.catalogString());
  }

  private void goOnFrom(CommitEntry newest) {
    known = newest.version();
    ObjectNode metadata = newest.metadata().orElseThrow();
    int generation = GoldReach.silverGeneration(metadata, silverGeneration);
    if (generation != silverGeneration) {
      throw new IllegalStateException(
          "gold " + name() + " is of silver g" + generation + ", not g" + silverGeneration);
    }
    consumed = GoldReach.silverVersion(metadata);
    if (metadata.has(FRONTIER)) {
      finality.advance(metadata.get(FRONTIER).asLong());
    }
  }

  /**
   * Brings in what a range of silver adds.
   *
   * @param partial must not be used afterwards
   * @param frontier the arrival frontier after the range, in micros
   */
  Outcome apply(Partial partial, long silverVersion, long frontier) {
    finality.advance(frontier);
    Set<String> touched = finality.due();
    partial.measures().keySet().forEach(key -> touched.add(layout.bucket(key.getLong(0))));
    if (touched.isEmpty()) {
      consumed = silverVersion;
      return Outcome.UNCHANGED;
    }
    if (!load(touched)) {
      return Outcome.TOO_LARGE;
    }
    try {
      merge(partial, silverVersion);
      commit(touched, written(touched), silverVersion);
    } catch (RuntimeException failure) {
      // The cache is ahead of the table now.
      cache.clear();
      throw failure;
    }
    consumed = silverVersion;
    changedRows += partial.size();
    touched.forEach(this::rememberOpen);
    partitions.addAll(touched);
    cache.trim();
    return Outcome.WRITTEN;
  }

  /** The same by the executors, for ranges and partitions too large for the driver. */
  void applyDistributed(
      PartialAggregation aggregation,
      JavaRDD<InternalRow> silver,
      long silverVersion,
      long frontier) {
    finality.advance(frontier);
    try (DistributedMerge merge =
        new DistributedMerge(aggregation, layout, silver, silverVersion, now())) {
      Set<String> touched = merge.touchedBuckets();
      touched.addAll(finality.due());
      Dataset<Row> before = table.read().where(in(touched));
      Dataset<Row> rows = merge.into(before, finality.finalUntil()).toDataset(session);
      commit(touched, rows, silverVersion);
      consumed = silverVersion;
      cache.forget(touched);
      partitions.addAll(touched);
      touched.forEach(finality::written);
      findOpen(table.read().where(in(touched)));
    }
  }

  /** Commits no row, but that the table has every row up to a silver version, as it has. */
  void sayReached(long silverVersion) {
    known = table.appendNothing(metadata(silverVersion)).version();
    consumed = silverVersion;
  }

  /**
   * Puts recounted cells in place of those that are there; final ones stay final. By the executors,
   * whatever the size of the partitions.
   *
   * @param cells keys of what is replaced
   * @param anew what stands there afterwards; a cell that is not in it goes
   */
  void correct(Set<UnsafeRow> cells, Partial anew, long silverVersion) {
    if (consumed != silverVersion) {
      throw new IllegalStateException(
          "gold %s is at silver version %d, not %d".formatted(name(), consumed, silverVersion));
    }
    Set<String> touched = new HashSet<>();
    cells.forEach(key -> touched.add(layout.bucket(key.getLong(0))));
    CellReplacement replacement = new CellReplacement(layout, cells);
    Dataset<Row> before = table.read().where(in(touched));
    List<InternalRow> rows = replacement.rows(before, anew, silverVersion, now());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Rows all =
        Rows.union(
            session,
            layout.goldSchema(),
            List.of(
                replacement.others(before),
                new Rows(context.parallelize(rows, 1), layout.goldSchema())));
    commit(touched, all.coalesce(touched.size()).toDataset(session), silverVersion);
    cache.forget(touched);
  }

  /**
   * Replaces the touched partitions.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4052 when somebody else has changed rows
   *     since this writer's last commit: its own would hide that
   */
  private void commit(Set<String> touched, Dataset<Row> rows, long silverVersion) {
    GoldReach.foreignChange(name(), table, known)
        .ifPresent(
            changed -> {
              throw changed;
            });
    known =
        table.replace(GoldTable.WINDOW_BUCKET, touched, rows, metadata(silverVersion)).version();
  }

  /** Reads the partitions that are not cached; false when they are too large. */
  private boolean load(Set<String> touched) {
    if (touched.stream().anyMatch(large::contains)) {
      return false;
    }
    Set<String> missing = new HashSet<>(partitions);
    missing.retainAll(touched);
    missing.removeIf(cache::holds);
    if (missing.isEmpty()) {
      return true;
    }
    Dataset<Row> rows = table.read().where(in(missing)).limit(options.maxDriverRows() + 1);
    InternalRow[] loaded = rows.queryExecution().executedPlan().executeCollect();
    if (loaded.length > options.maxDriverRows()) {
      if (missing.size() == 1) {
        large.addAll(missing);
      }
      return false;
    }
    GoldRows gold = new GoldRows(layout);
    missing.forEach(cache::rows);
    for (InternalRow row : loaded) {
      UnsafeRow key = gold.key(row);
      cache.rows(layout.bucket(key.getLong(0))).put(key, gold.entry(row));
    }
    return true;
  }

  private void merge(Partial partial, long silverVersion) {
    long now = now();
    partial
        .measures()
        .forEach(
            (key, added) -> {
              Map<UnsafeRow, GoldEntry> rows = cache.rows(layout.bucket(key.getLong(0)));
              GoldEntry known = rows.get(key);
              if (known == null) {
                rows.put(key, new GoldEntry(added, silverVersion, now, false));
              } else {
                known.merge(added, silverVersion, now);
              }
            });
  }

  /** The rows of these partitions as they will stand, the due ones final. */
  private Dataset<Row> written(Set<String> touched) {
    long now = now();
    GoldRows gold = new GoldRows(layout);
    List<InternalRow> rows = new ArrayList<>();
    for (String bucket : touched) {
      cache
          .rows(bucket)
          .forEach(
              (key, entry) -> {
                if (!entry.isFinal() && finality.isFinal(layout.windowEnd(key.getLong(0)))) {
                  entry.finish(now);
                }
                rows.add(gold.row(key, entry));
              });
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    // One slice: one file for each partition.
    return new Rows(context.parallelize(rows, 1), layout.goldSchema()).toDataset(session);
  }

  private void rememberOpen(String bucket) {
    finality.written(bucket);
    cache
        .rows(bucket)
        .forEach(
            (key, entry) -> {
              if (!entry.isFinal()) {
                finality.open(bucket, layout.windowEnd(key.getLong(0)));
              }
            });
  }

  private void findOpen(Dataset<Row> gold) {
    Column isOpen = functions.not(col(GoldTable.FINAL));
    if (finality.finalUntil() != Long.MIN_VALUE) {
      // Says nothing new, but lets Delta skip the files of the past.
      Instant until = Instant.EPOCH.plus(finality.finalUntil(), ChronoUnit.MICROS);
      isOpen = isOpen.and(col(GoldTable.WINDOW_END).gt(lit(Timestamp.from(until))));
    }
    gold.where(isOpen)
        .groupBy(col(GoldTable.WINDOW_BUCKET))
        .agg(functions.unix_micros(functions.min(col(GoldTable.WINDOW_END))))
        .collectAsList()
        .forEach(row -> finality.open(row.getString(0), row.getLong(1)));
  }

  private ObjectNode metadata(long silverVersion) {
    ObjectNode metadata = GoldReach.metadata(silverVersion, silverGeneration);
    if (finality.frontier() != Long.MIN_VALUE) {
      metadata.put(FRONTIER, finality.frontier());
    }
    return metadata;
  }

  private static Column in(Set<String> buckets) {
    return col(GoldTable.WINDOW_BUCKET).isin(buckets.toArray());
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** What a call did. */
  enum Outcome {
    /** One commit. */
    WRITTEN,
    /** Nothing, since nothing changes: no commit, and the next one says how far it has come. */
    UNCHANGED,
    /** Nothing: the driver cannot hold the rows. */
    TOO_LARGE
  }
}
