package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.ErasureErrors;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.TableFolder;
import dev.sluice.silver.SilverSubjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables of a dataset that may hold a record of a person: bronze, and silver, quarantine and
 * gold of every generation that has not been removed.
 */
final class ErasedTables {
  private final RequestContext context;
  private final String dataset;
  private final Lake lake;
  private final Generations generations;
  private final OldGenerations stored;
  private final Map<Integer, AnalyzedDataset> definitions = new HashMap<>();

  /**
   * @throws dev.sluice.common.error.SluiceException SL-4076 when the dataset has no bronze
   */
  ErasedTables(RequestContext context, String dataset) {
    this.context = context;
    this.dataset = dataset;
    this.lake = context.lake();
    this.generations = context.generations();
    this.stored = new OldGenerations(lake, context.hadoop());
    if (!bronze().exists()) {
      throw ErasureErrors.nothingToEraseFrom(dataset, bronze().path());
    }
  }

  LakeTable bronze() {
    return new LakeTable(context.session(), lake.bronze(dataset, Lake.FIRST_GENERATION));
  }

  /** The definition that the generation in force was last run with. */
  AnalyzedDataset deployed() {
    return definition(generations.inForce(dataset).number());
  }

  private AnalyzedDataset definition(int generation) {
    return definitions.computeIfAbsent(
        generation, number -> context.definitions().require(dataset, number));
  }

  /** How many rows of the records each table has, by its place: {@code silver.clicks/g1}. */
  Map<String, Long> rows(Collection<RecordIdentity> records) {
    Map<String, Long> rows = new LinkedHashMap<>();
    count(rows, "bronze", Lake.FIRST_GENERATION, bronze().path(), records);
    for (int generation : numbers()) {
      count(rows, "silver", generation, lake.silver(dataset, generation), records);
      count(rows, "quarantine", generation, lake.quarantine(dataset, generation), records);
    }
    return rows;
  }

  private void count(
      Map<String, Long> rows,
      String layer,
      int generation,
      String path,
      Collection<RecordIdentity> records) {
    List<String> identity =
        layer.equals("silver") ? RecordIdentity.SILVER_COLUMNS : RecordIdentity.COLUMNS;
    rows.put(
        "%s.%s/g%d".formatted(layer, dataset, generation),
        new LakeTable(context.session(), path)
            .count(RecordIdentity.rows(context.session(), records, identity), identity));
  }

  /**
   * What silver alone tells of a person, in rows older than bronze: those that a swap has carried
   * over, or whose records somebody has deleted from bronze.
   *
   * @param field of the event that says whose it is
   */
  SilverSubjects olderThanBronze(Request.Erase asked, String field) {
    BronzeBeginning beginning = BronzeBeginning.of(bronze().read());
    SilverSubjects found = SilverSubjects.NONE;
    for (int generation : numbers()) {
      LakeTable silver = new LakeTable(context.session(), lake.silver(dataset, generation));
      if (silver.exists()) {
        Dataset<Row> older = beginning.before(silver.read(), "_");
        found =
            found.plus(
                SilverSubjects.find(
                    older, definition(generation), field, asked.subject(), asked.signed()));
      }
    }
    return found;
  }

  private Set<Integer> numbers() {
    Set<Integer> numbers = new TreeSet<>(stored.numbers(dataset));
    numbers.removeAll(generations.removed(dataset));
    return numbers;
  }

  /**
   * Every generation, the one in force first, with silver of that one brought up to bronze. What is
   * left of removed ones is removed. The lanes do not run.
   *
   * @param current the definition of the generation in force
   * @throws dev.sluice.common.error.SluiceException SL-4072 when silver has to wait, SL-4052 or
   *     SL-4053 when a gold table cannot be gone on with
   */
  List<DatasetContext> caughtUp(AnalyzedDataset current) {
    for (int removed : generations.removed(dataset)) {
      stored.tables(dataset, removed).forEach(TableFolder::delete);
    }
    Generation inForce = generations.inForce(dataset);
    List<DatasetContext> contexts = new ArrayList<>();
    contexts.add(context.dataset(current, inForce));
    for (int number : numbers()) {
      if (number != inForce.number()) {
        contexts.add(context.dataset(definition(number), Generation.beside(number)));
      }
    }
    CatchUp.run(contexts.get(0));
    if (isBehind(contexts.get(0))) {
      throw ErasureErrors.erasureBeforeSilver(dataset);
    }
    for (DatasetContext generation : contexts) {
      generation
          .goldProblems()
          .values()
          .forEach(
              problem -> {
                throw problem;
              });
    }
    return contexts;
  }

  private static boolean isBehind(DatasetContext generation) {
    return generation
        .bronze()
        .reached()
        .last()
        .isAfter(Reached.of(generation.silverTable()).last());
  }

  /** Every table of every generation, for VACUUM. */
  Collection<LakeTable> all() {
    Map<String, LakeTable> all = new LinkedHashMap<>();
    all.put(bronze().path(), bronze());
    for (int number : numbers()) {
      for (TableFolder folder : stored.everyTable(dataset, number)) {
        all.put(folder.path(), new LakeTable(context.session(), folder.path()));
      }
    }
    return all.values();
  }
}
