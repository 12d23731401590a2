package dev.sluice.common.table;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.functions;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Rows that leave a table: the files that hold them are written again without them. The files added
 * hold nothing that was not there (their {@code dataChange} is false, as Delta's protocol has it
 * for rows that the same commit removes elsewhere), so that whoever reads the rows that commits
 * added finds none in this one.
 *
 * @param files those that hold one of the rows
 * @param rows how many of the rows the table has
 * @param staying the other rows of these files
 */
record RowRemoval(List<AddFile> files, long rows, Dataset<Row> staying) {
  private static final String FILE = "_file";

  /**
   * Looks for rows.
   *
   * @param doomed as many as a broadcast holds
   * @param identity columns that tell rows apart, of the table and of {@code doomed}
   */
  static RowRemoval find(
      DeltaLog log, Snapshot snapshot, Dataset<Row> doomed, List<String> identity) {
    Map<String, AddFile> byName = new HashMap<>();
    List<AddFile> files = TableFiles.of(snapshot);
    files.forEach(file -> byName.put(name(file.path()), file));
    String[] columns = identity.toArray(String[]::new);
    Dataset<Row> found =
        rows(log, snapshot, files)
            .select(
                Stream.concat(
                        identity.stream().map(functions::col),
                        Stream.of(input_file_name().as(FILE)))
                    .toArray(Column[]::new))
            .join(broadcast(doomed), columns, "left_semi")
            .groupBy(FILE)
            .agg(count(lit(1)));
    List<AddFile> touched = new ArrayList<>();
    long rows = 0;
    for (Row file : found.collectAsList()) {
      touched.add(byName.get(name(file.getString(0))));
      rows += file.getLong(1);
    }
    Dataset<Row> touchedRows = rows(log, snapshot, touched);
    Column[] inOrder =
        Arrays.stream(touchedRows.columns()).map(functions::col).toArray(Column[]::new);
    return new RowRemoval(
        touched, rows, touchedRows.join(broadcast(doomed), columns, "left_anti").select(inOrder));
  }

  private static Dataset<Row> rows(DeltaLog log, Snapshot snapshot, List<AddFile> files) {
    Seq<AddFile> some = JavaConverters.asScalaBuffer(new ArrayList<>(files)).toSeq();
    return log.createDataFrame(snapshot, some, false, Option.empty());
  }

  /** File names hold an id of their own, so that they need no folder to differ. */
  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Writes the files anew.
   *
   * @return what the commit has to say
   * @throws IllegalStateException when the files written lack other rows than these
   */
  List<FileAction> write(OptimisticTransaction transaction) {
    List<FileAction> actions = new ArrayList<>();
    long now = System.currentTimeMillis();
    long before = 0;
    long after = 0;
    for (AddFile file : files) {
      actions.add(file.removeWithTimestamp(now, true));
      before += CommitLog.rows(file);
    }
    for (FileAction action : JavaConverters.seqAsJavaList(transaction.writeFiles(staying))) {
      if (action instanceof AddFile file) {
        actions.add(withoutNewRows(file));
        after += CommitLog.rows(file);
      }
    }
    if (before - after != rows) {
      throw new IllegalStateException(
          "%d rows were to go, %d did: nothing is committed".formatted(rows, before - after));
    }
    return actions;
  }

  private static AddFile withoutNewRows(AddFile file) {
    return file.copy(
        file.path(),
        file.partitionValues(),
        file.size(),
        file.modificationTime(),
        false,
        file.stats(),
        file.tags(),
        file.deletionVector(),
        file.baseRowId(),
        file.defaultRowCommitVersion(),
        file.clusteringProvider());
  }
}
