package dev.sluice.lanes;

import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.TableFolder;
import dev.sluice.lanes.StoredGeneration.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;

/**
 * The generations that a lake holds, and which of them nobody needs: neither in force nor where a
 * rollback goes, and unused for a while. Reads the pointers, definitions and folders alone.
 */
public final class OldGenerations {
  private final Lake lake;
  private final Configuration hadoop;
  private final Generations generations;

  /**
   * @param hadoop of the Spark session, or {@link dev.sluice.common.spark.Sessions#hadoop()}
   */
  public OldGenerations(Lake lake, Configuration hadoop) {
    this.lake = lake;
    this.hadoop = hadoop;
    this.generations = new Generations(lake, hadoop);
  }

  /**
   * The generations of a dataset, oldest first, each with whether it goes.
   *
   * @param stay for how long one stays that was used
   * @param rollbackToo whether the one that a rollback goes to need not stay
   */
  public List<StoredGeneration> of(String dataset, Duration stay, boolean rollbackToo) {
    Instant unusedSince = Instant.now().minus(stay);
    return numbers(dataset).stream()
        .map(number -> stored(dataset, number, unusedSince, rollbackToo))
        .toList();
  }

  /** The numbers of those that have a folder. */
  Set<Integer> numbers(String dataset) {
    Set<Integer> numbers = new TreeSet<>();
    numbers.addAll(folder(lake.silver(dataset, Lake.FIRST_GENERATION)).generations());
    numbers.addAll(folder(lake.quarantine(dataset, Lake.FIRST_GENERATION)).generations());
    return numbers;
  }

  private StoredGeneration stored(
      String dataset, int number, Instant unusedSince, boolean rollbackToo) {
    State state = state(dataset, number);
    List<TableFolder> tables = tables(dataset, number);
    Instant lastUsed = left(dataset, number);
    long bytes = 0;
    for (TableFolder table : tables) {
      Instant written = table.lastCommit();
      lastUsed = written.isAfter(lastUsed) ? written : lastUsed;
      bytes += table.bytes();
    }
    boolean goes =
        switch (state) {
          case IN_FORCE -> false;
          case ROLLBACK -> rollbackToo && !lastUsed.isAfter(unusedSince);
          case LEFT, NEVER_IN_FORCE -> !lastUsed.isAfter(unusedSince);
          case BEING_REMOVED -> true;
        };
    return new StoredGeneration(
        dataset,
        number,
        state,
        lastUsed,
        bytes,
        tables.stream().map(TableFolder::path).toList(),
        goes);
  }

  private State state(String dataset, int number) {
    if (generations.inForce(dataset).number() == number) {
      return State.IN_FORCE;
    }
    if (generations.removed(dataset).contains(number)) {
      return State.BEING_REMOVED;
    }
    if (generations.before(dataset).equals(OptionalInt.of(number))) {
      return State.ROLLBACK;
    }
    return generations.history(dataset).stream().anyMatch(moved -> moved.number() == number)
        ? State.LEFT
        : State.NEVER_IN_FORCE;
  }

  /** When names last stopped to mean it; 1970 for one that they never meant. */
  private Instant left(String dataset, int number) {
    List<Generation> history = generations.history(dataset);
    Instant left = Instant.EPOCH;
    for (int at = 1; at < history.size(); at++) {
      if (history.get(at - 1).number() == number && history.get(at).number() != number) {
        left = history.get(at).since();
      }
    }
    return left;
  }

  /** Its tables that are there: gold first, and silver, by which it is found again, last. */
  List<TableFolder> tables(String dataset, int number) {
    Generations.InForce inForce = generations.all();
    return tables(
        dataset,
        number,
        aggregate -> !inForce.ofAggregate(aggregate).equals(OptionalInt.of(number)));
  }

  /** The same with those of gold that a name means. */
  List<TableFolder> everyTable(String dataset, int number) {
    return tables(dataset, number, aggregate -> true);
  }

  private List<TableFolder> tables(String dataset, int number, Predicate<String> ofGold) {
    List<TableFolder> tables = new ArrayList<>();
    aggregates(dataset, number).stream()
        .filter(ofGold)
        .forEach(aggregate -> tables.add(folder(lake.gold(aggregate, number))));
    tables.add(folder(lake.quarantine(dataset, number)));
    tables.add(folder(lake.silver(dataset, number)));
    return tables.stream().filter(TableFolder::exists).toList();
  }

  /** Of all that the dataset has had: definitions of a generation may have changed. */
  private Set<String> aggregates(String dataset, int number) {
    Set<String> names = new LinkedHashSet<>();
    for (Generation generation : generations.history(dataset)) {
      names.addAll(generation.aggregates());
      names.addAll(generation.retired());
    }
    DeployedDefinitions.find(lake, hadoop, dataset, number)
        .map(DefinitionFiles::aggregates)
        .ifPresent(names::addAll);
    return names;
  }

  private TableFolder folder(String path) {
    return new TableFolder(path, hadoop);
  }
}
