package dev.sluice.common.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * One Delta table of the lake and the only place that speaks to Delta's log. Every commit carries a
 * JSON object, its metadata, in the same atomic log entry as its rows: how far the table reaches. A
 * table has one writer at a time (design 4.1, point 9); readers need no care.
 */
public final class LakeTable {
  private final SparkSession session;
  private final String path;
  private final TableLog log;
  private final TableCommits commits;

  /**
   * @param path root of the table, a path or a URI
   */
  public LakeTable(SparkSession session, String path) {
    this.session = session;
    this.path = path;
    this.log = new TableLog(session, path);
    this.commits = new TableCommits(log);
  }

  SparkSession session() {
    return session;
  }

  /** Root of the table. */
  public String path() {
    return path;
  }

  /**
   * What Delta calls the table since it was created; one made anew at the same path has another.
   */
  public String id() {
    return snapshot().metadata().id();
  }

  /** The columns of the newest version. */
  public StructType schema() {
    return snapshot().schema();
  }

  /** Whether it has been created, by this process or another. */
  public boolean exists() {
    return version() >= 0;
  }

  /** Creates the table when it is missing, with values that may repeat in every column. */
  public void createIfMissing(
      StructType schema, List<String> partitionBy, List<String> statistics) {
    createIfMissing(schema, partitionBy, statistics, List.of());
  }

  /**
   * Creates the table when it is missing.
   *
   * @param statistics columns whose minimum and maximum each file records
   * @param distinct columns whose values hardly ever repeat: Parquet tries no dictionary for them,
   *     which took more than half of the time of writing silver (decision 0021)
   */
  public void createIfMissing(
      StructType schema, List<String> partitionBy, List<String> statistics, List<String> distinct) {
    if (!exists()) {
      TableShape.create(session, path, schema, partitionBy, statistics, distinct);
    }
  }

  /** The newest version; -1 while there is none. */
  public long version() {
    return snapshot().version();
  }

  /**
   * The size of the version that this process last saw or wrote, if that version has a checksum.
   * Asks the storage for no more than one small file; the first call may open the table.
   */
  public Optional<TableSize> sizeIfKnown() {
    return TableFiles.size(log.delta().unsafeVolatileSnapshot());
  }

  /** The values of a partition column that the newest version has, read from its log alone. */
  public Set<String> partitions(String column) {
    return commits.partitions(column);
  }

  /** The newest rows. */
  public Dataset<Row> read() {
    Snapshot newest = snapshot();
    return TableFiles.listed(newest)
        .map(files -> rows(newest, files))
        .orElseGet(() -> session.read().format("delta").load(path));
  }

  /** The rows as of one version. */
  public Dataset<Row> readAt(long version) {
    Snapshot then = log.delta().getSnapshotAt(version, Option.empty(), Option.empty());
    return TableFiles.listed(then)
        .map(files -> rows(then, files))
        .orElseGet(() -> session.read().format("delta").option("versionAsOf", version).load(path));
  }

  /** Whether nothing has been committed since it was created. */
  public boolean isAsCreated() {
    return log.isAsCreated(version());
  }

  /** The rows of some files; of none, without a plan to read any. */
  private Dataset<Row> rows(Snapshot schema, List<AddFile> files) {
    return files.isEmpty()
        ? session.createDataFrame(List.of(), schema.schema())
        : log.delta()
            .createDataFrame(
                schema, JavaConverters.asScalaBuffer(files).toSeq(), false, Option.empty());
  }

  /**
   * Appends rows and says in the same commit how far they reach. An append of no rows commits too.
   */
  public Commit append(Dataset<Row> rows, ObjectNode metadata) {
    return append(rows, metadata, () -> {});
  }

  /**
   * The same with a last look between the writing of the rows, when all of them have been computed,
   * and the commit.
   *
   * @param lastLook throws when the rows must not be committed
   */
  public Commit append(Dataset<Row> rows, ObjectNode metadata, Runnable lastLook) {
    return commits.append(rows, metadata, lastLook);
  }

  /**
   * Appends rows beside the table's writer, and leaves it to the writer's commits to say how far
   * the table reaches.
   */
  public Commit appendBeside(Dataset<Row> rows) {
    return commits.appendBeside(rows);
  }

  /** Adds the columns that a table lacks, behind its own; its rows have NULL there. */
  public void addMissing(StructType schema) {
    if (exists()) {
      commits.addMissing(schema);
    }
  }

  /**
   * The same in one commit that says how far the table reaches, for its only writer.
   *
   * @return whether anything was missing
   */
  public boolean addMissing(StructType schema, ObjectNode metadata) {
    return commits.addMissing(schema, metadata);
  }

  /** Commits metadata alone: the table reaches further, but has no row of it. */
  public Commit appendNothing(ObjectNode metadata) {
    return commits.appendNothing(metadata);
  }

  /**
   * Replaces whole partitions in one commit. The files of every partition are remembered from one
   * call to the next: asking Delta for them costs more than writing the new ones.
   *
   * @param column the partition column
   * @param values the partitions to replace
   * @param rows what stands there afterwards
   */
  public Commit replace(String column, Set<String> values, Dataset<Row> rows, ObjectNode metadata) {
    return commits.replace(column, values, rows, metadata);
  }

  /**
   * Removes rows for good, in a commit that adds none: {@link #added} and {@link CommitEntry#rows}
   * of it have nothing. No commit when the table has none of them. The bytes stay until VACUUM.
   *
   * @param doomed rows with the columns of {@code identity}, as many as a broadcast holds
   * @param identity columns that tell the table's rows apart; none of them NULL
   * @param metadata how far the table reaches, with or without these rows, by how many they are
   * @return rows removed
   */
  public long remove(
      Dataset<Row> doomed, List<String> identity, LongFunction<ObjectNode> metadata) {
    return commits.remove(doomed, identity, metadata);
  }

  /** How many of these rows the table has. */
  public long count(Dataset<Row> rows, List<String> identity) {
    return exists()
        ? read()
            .join(functions.broadcast(rows), identity.toArray(String[]::new), "left_semi")
            .count()
        : 0;
  }

  /** Deletes rows and says in the same commit how far the table reaches without them. */
  public void delete(Column condition, ObjectNode metadata) {
    commits.delete(condition, metadata);
  }

  /**
   * The metadata of the newest commit that has any. Commits of others (a table property set by
   * hand) have none and are passed over.
   */
  public Optional<ObjectNode> newest() {
    return newestAt(version());
  }

  /** The metadata of the newest commit that has any, as of one version. */
  public Optional<ObjectNode> newestAt(long version) {
    return log.commits().newestWithMetadata(version).flatMap(CommitEntry::metadata);
  }

  /** The newest commit that has metadata. */
  public Optional<CommitEntry> newestEntry() {
    return log.commits().newestWithMetadata(version());
  }

  /**
   * The commit with which others began to change rows after a version; empty when none did, or all
   * was taken back. For tables whose writer has committed nothing but metadata since.
   */
  public Optional<ForeignChange> foreignChange(long afterVersion) {
    long newest = version();
    return newest > afterVersion
        ? log.commits().foreignChange(afterVersion + 1, newest)
        : Optional.empty();
  }

  /**
   * Says again what the newest commit with metadata says, if others have come after it: so that the
   * newest commit always tells. What a writer commits meanwhile stands after it or is taken in.
   *
   * @param carried what of the metadata is to be said again
   */
  public void carryForward(UnaryOperator<ObjectNode> carried) {
    commits.carryForward(carried);
  }

  /** What one commit says of itself, if its log entry is still there. */
  public Optional<CommitEntry> entry(long version) {
    return log.commits().entry(version);
  }

  /** Visits the commits from one version on, oldest first. */
  public void forEachCommit(long fromVersion, Consumer<CommitEntry> visitor) {
    commits(fromVersion).forEachRemaining(visitor);
  }

  /** The commits from one version on, oldest first, each read when it is asked for. */
  public Iterator<CommitEntry> commits(long fromVersion) {
    return log.commits().entries(fromVersion);
  }

  /**
   * The rows that appends added after one version and up to another; files that maintenance only
   * rewrote are left out.
   */
  public Dataset<Row> added(long fromExclusive, long toInclusive) {
    List<AddFile> files =
        toInclusive > fromExclusive
            ? log.commits().added(fromExclusive + 1, toInclusive)
            : List.of();
    return rows(snapshot(), files);
  }

  /**
   * The files of the newest version.
   *
   * @param column a column of times that the table keeps statistics of
   */
  public List<FileSpan> files(String column) {
    return TableFiles.of(snapshot()).stream().map(file -> FileSpan.of(file, column)).toList();
  }

  /** Whether appends added any row after one version and up to another. */
  public boolean hasAdded(long fromExclusive, long toInclusive) {
    return toInclusive > fromExclusive
        && !log.commits().added(fromExclusive + 1, toInclusive).isEmpty();
  }

  /**
   * Writes a checkpoint of the log at the newest version, beside the commits, if so many of them
   * have come since the last one: a start reads no more than these.
   *
   * @return whether one was written
   */
  public boolean checkpointLog(long commits) {
    return log.checkpoint(commits);
  }

  /** The version of the newest checkpoint of the log; -1 while there is none. */
  public long checkpointVersion() {
    return snapshot().checkpointProvider().version();
  }

  DeltaLog log() {
    return log.delta();
  }

  private Snapshot snapshot() {
    return log.snapshot();
  }
}
