package dev.sluice.gold;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.table.LakeTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Brings silver into the gold tables of one dataset: reads the rows that silver's versions added,
 * writes one table per aggregate, key (window, group). Late rows count like any other; nothing is
 * dropped. Each commit of gold says which silver version it has reached, so after a death between
 * two of them each table goes on from its own. For one thread.
 */
public final class GoldStage {
  private final PartialAggregation aggregation;
  private final List<GoldWriter> writers = new ArrayList<>();
  private final GoldOptions options;
  private final Consumer<String> afterWrite;

  /**
   * Creates missing tables, and reads from the others where to go on.
   *
   * @param path of the gold table of an aggregate's name
   * @param silverGeneration the generation of silver whose versions are meant
   * @param afterWrite is told the aggregate after each commit; for tests to die in
   */
  public GoldStage(
      SparkSession session,
      AnalyzedDataset dataset,
      Function<String, String> path,
      int silverGeneration,
      Consumer<String> afterWrite) {
    this(session, dataset, path, silverGeneration, afterWrite, GoldOptions.DEFAULT);
  }

  GoldStage(
      SparkSession session,
      AnalyzedDataset dataset,
      Function<String, String> path,
      int silverGeneration,
      Consumer<String> afterWrite,
      GoldOptions options) {
    this.aggregation = PartialAggregation.of(dataset);
    this.options = options;
    this.afterWrite = afterWrite;
    Duration lateness = dataset.definition().silver().late().orElse(Duration.ZERO);
    for (AnalyzedDataset.AnalyzedAggregate aggregate : dataset.aggregates()) {
      LakeTable table = new LakeTable(session, path.apply(aggregate.name()));
      Layout layout = aggregation.layout(aggregate.name());
      writers.add(new GoldWriter(session, table, layout, lateness, silverGeneration, options));
    }
    writers.forEach(GoldWriter::prepare);
  }

  /** The silver version up to which an aggregate has every row; -1 for none. */
  public long consumed(String aggregate) {
    return writer(aggregate).consumed();
  }

  /** Rows of an aggregate that this stage has changed or made; those of executors not counted. */
  public long changedRows(String aggregate) {
    return writer(aggregate).changedRows();
  }

  private GoldWriter writer(String aggregate) {
    return writers.stream()
        .filter(writer -> writer.name().equals(aggregate))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such aggregate: " + aggregate));
  }

  /** The silver version up to which every aggregate has every row; -1 for none. */
  public long consumed() {
    return writers.stream().mapToLong(GoldWriter::consumed).min().orElse(Long.MAX_VALUE);
  }

  /**
   * Brings every aggregate from where it stands to a silver version.
   *
   * @param frontier the arrival frontier of that version, in micros
   */
  public void advance(LakeTable silver, long toVersion, long frontier) {
    for (long from : new TreeSet<>(behind(toVersion).keySet())) {
      apply(silver.added(from, toVersion), from, toVersion, frontier);
    }
  }

  /**
   * Brings the rows of a range of silver versions into the aggregates that stand at its beginning;
   * those that are already past its end are left alone.
   *
   * @param frontier the arrival frontier after the range, in micros
   */
  public void apply(
      Dataset<Row> silver, long fromVersionExclusive, long toVersionInclusive, long frontier) {
    List<GoldWriter> waiting =
        behind(toVersionInclusive).getOrDefault(fromVersionExclusive, List.of());
    if (waiting.isEmpty()) {
      return;
    }
    JavaRDD<InternalRow> rows = aggregation.ordered(silver);
    Set<String> names = waiting.stream().map(GoldWriter::name).collect(Collectors.toSet());
    Optional<Map<String, Partial>> partials =
        aggregation.only(names).ofBounded(rows, options.maxDriverRows());
    for (GoldWriter writer : waiting) {
      GoldWriter.Outcome outcome =
          partials
              .map(all -> writer.apply(all.get(writer.name()), toVersionInclusive, frontier))
              .orElse(GoldWriter.Outcome.TOO_LARGE);
      if (outcome == GoldWriter.Outcome.TOO_LARGE) {
        writer.applyDistributed(aggregation, rows, toVersionInclusive, frontier);
      }
      if (outcome != GoldWriter.Outcome.UNCHANGED) {
        afterWrite.accept(writer.name());
      }
    }
  }

  /**
   * Puts recounted cells in place of what gold has, one commit for each aggregate that has one of
   * them. Doing it twice is doing it once.
   *
   * @throws IllegalStateException when an aggregate has not every row of silver's version
   */
  public void correct(GoldCorrection correction, long silverVersion) {
    for (GoldWriter writer : writers) {
      Partial touched = correction.touched().get(writer.name());
      if (touched.size() > 0) {
        writer.correct(
            touched.measures().keySet(), correction.anew().get(writer.name()), silverVersion);
        afterWrite.accept(writer.name());
      }
    }
  }

  /**
   * Brings every aggregate to a silver version, and has each say so in a commit, also where nothing
   * changes: readers of gold with silver beside it take the version that gold names.
   *
   * @param frontier the arrival frontier of that version, in micros
   */
  public void settle(LakeTable silver, long toVersion, long frontier) {
    advance(silver, toVersion, frontier);
    writers.forEach(writer -> writer.sayReached(toVersion));
  }

  /** The writers that have not reached a version, by the version they stand at. */
  private Map<Long, List<GoldWriter>> behind(long version) {
    return writers.stream()
        .filter(writer -> writer.consumed() < version)
        .collect(Collectors.groupingBy(GoldWriter::consumed, TreeMap::new, Collectors.toList()));
  }
}
