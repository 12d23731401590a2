package dev.sluice.common.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The commits of one table's writer. Each method is what {@link LakeTable} says of the one with its
 * name.
 *
 * <p>Uses Delta's own transaction instead of {@code DataFrameWriter}: it says how many rows the
 * commit holds, and spares the planning of a command per commit.
 */
final class TableCommits {
  private final TableLog log;

  /** The files of each partition, once somebody asked; only the writer does. */
  private PartitionFiles partitionFiles;

  TableCommits(TableLog log) {
    this.log = log;
  }

  Set<String> partitions(String column) {
    partitionFiles = PartitionFiles.of(log.snapshot(), column);
    return partitionFiles.partitions();
  }

  Commit append(Dataset<Row> rows, ObjectNode metadata, Runnable lastLook) {
    return append(rows, said(metadata), lastLook);
  }

  Commit appendBeside(Dataset<Row> rows) {
    Commit commit = append(rows, Option.empty(), () -> {});
    carryForward(said -> said);
    return commit;
  }

  private Commit append(Dataset<Row> rows, Option<String> said, Runnable lastLook) {
    OptimisticTransaction transaction = begin();
    Seq<FileAction> files = transaction.writeFiles(rows);
    lastLook.run();
    return commit(transaction, files, said, SaveMode.Append);
  }

  Commit appendNothing(ObjectNode metadata) {
    return commit(begin(), seq(List.of()), said(metadata), SaveMode.Append);
  }

  void addMissing(StructType schema) {
    if (addMissing(schema, Option.empty())) {
      carryForward(said -> said);
    }
  }

  boolean addMissing(StructType schema, ObjectNode metadata) {
    return addMissing(schema, said(metadata));
  }

  private boolean addMissing(StructType schema, Option<String> said) {
    OptimisticTransaction transaction = begin();
    Optional<Metadata> wider = TableShape.wider(transaction.metadata(), schema);
    wider.ifPresent(
        metadata -> {
          transaction.updateMetadata(metadata, false);
          commit(transaction, seq(List.of()), said, SaveMode.Append);
        });
    return wider.isPresent();
  }

  Commit replace(String column, Set<String> values, Dataset<Row> rows, ObjectNode metadata) {
    OptimisticTransaction transaction = begin();
    if (partitionFiles == null || !partitionFiles.isAt(transaction.readVersion(), column)) {
      partitionFiles = PartitionFiles.of(transaction.snapshot(), column);
    }
    List<FileAction> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    partitionFiles.in(values).forEach(file -> actions.add(file.removeWithTimestamp(now, true)));
    List<FileAction> added = JavaConverters.seqAsJavaList(transaction.writeFiles(rows));
    actions.addAll(added);
    Commit commit = commit(transaction, seq(actions), said(metadata), SaveMode.Overwrite);
    partitionFiles.replaced(commit.version(), values, added);
    return commit;
  }

  long remove(Dataset<Row> doomed, List<String> identity, LongFunction<ObjectNode> metadata) {
    OptimisticTransaction transaction = begin();
    RowRemoval removal = RowRemoval.find(log.delta(), transaction.snapshot(), doomed, identity);
    if (removal.rows() > 0) {
      Seq<FileAction> files = seq(removal.write(transaction));
      commit(transaction, files, said(metadata.apply(removal.rows())), SaveMode.Overwrite);
    }
    return removal.rows();
  }

  void delete(Column condition, ObjectNode metadata) {
    // A session of its own: the setting would reach every commit made meanwhile by other lanes.
    SparkSession own = log.session().newSession();
    own.conf().set("spark.databricks.delta.commitInfo.userMetadata", CommitLog.wrap(metadata));
    synchronized (log.turn()) {
      log.pass(log.snapshot().version());
      io.delta.tables.DeltaTable.forPath(own, log.path()).delete(condition);
    }
  }

  void carryForward(UnaryOperator<ObjectNode> carried) {
    synchronized (log.turn()) {
      long version = log.snapshot().version();
      if (log.commits().entry(version).flatMap(CommitEntry::metadata).isEmpty()) {
        log.commits()
            .newestWithMetadata(version)
            .flatMap(CommitEntry::metadata)
            .map(carried)
            .ifPresent(this::appendNothing);
      }
    }
  }

  private OptimisticTransaction begin() {
    return log.delta().startTransaction();
  }

  private Commit commit(
      OptimisticTransaction transaction,
      Seq<FileAction> files,
      Option<String> said,
      SaveMode mode) {
    DeltaOperations.Write operation =
        new DeltaOperations.Write(mode, Option.empty(), Option.empty(), said);
    long version = commit(transaction, files, operation);
    long rows = 0;
    long bytes = 0;
    int added = 0;
    for (FileAction file : JavaConverters.seqAsJavaList(files)) {
      if (file instanceof AddFile add) {
        rows += CommitLog.rows(add);
        bytes += add.size();
        added++;
      }
    }
    return new Commit(version, rows, added, bytes);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private long commit(
      OptimisticTransaction transaction, Seq<FileAction> files, DeltaOperations.Write operation) {
    synchronized (log.turn()) {
      log.pass(transaction.readVersion());
      return transaction.commit((Seq<Action>) (Seq) files, operation);
    }
  }

  private static Option<String> said(ObjectNode metadata) {
    return Option.apply(CommitLog.wrap(metadata));
  }

  private static Seq<FileAction> seq(List<FileAction> files) {
    return JavaConverters.asScalaBuffer(new ArrayList<>(files)).toSeq();
  }
}
