package dev.sluice.common.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Which generation of each dataset's tables is in force: {@code
 * {lake}/_sluice/generations/<dataset>/<turn>.json}, a file per move of the pointer, never changed.
 * The highest turn is in force, the others are the history that a rollback needs. Moving it is one
 * atomic creation of a file: a reader sees silver, quarantine and gold of one generation. A dataset
 * without a file has generation 1. Read by anybody; moved under the driver's lease only.
 *
 * <p>Beside them {@code g<N>.removed.json} says of a generation that its tables are gone, or about
 * to go: nobody makes them again, since a path is never used twice.
 */
public final class Generations {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "generations";
  private static final Pattern FILE = Pattern.compile("[0-9]{10}\\.json");
  private static final Pattern REMOVED = Pattern.compile("g([1-9][0-9]{0,8})\\.removed\\.json");

  private final ControlFiles files;

  /**
   * @param hadoop of the Spark session, or {@link dev.sluice.common.spark.Sessions#hadoop()}
   */
  public Generations(Lake lake, Configuration hadoop) {
    this.files = new ControlFiles(lake, hadoop);
  }

  /** The generation of a dataset's tables that is in force. */
  public Generation inForce(String dataset) {
    List<String> names = turns(dataset);
    return names.isEmpty()
        ? Generation.FIRST
        : read(FOLDER + "/" + dataset + "/" + names.get(names.size() - 1));
  }

  /** Every generation that has been in force, oldest first: the first, then one per move. */
  public List<Generation> history(String dataset) {
    List<Generation> history = new ArrayList<>();
    history.add(Generation.FIRST);
    turns(dataset).forEach(name -> history.add(read(FOLDER + "/" + dataset + "/" + name)));
    return history;
  }

  /** The generation that a rollback of a dataset goes to; empty when there is none, or no more. */
  public OptionalInt before(String dataset) {
    List<Generation> history = history(dataset);
    Set<Integer> removed = removed(dataset);
    int inForce = history.get(history.size() - 1).number();
    for (int at = history.size() - 2; at >= 0; at--) {
      int number = history.get(at).number();
      if (number != inForce && !removed.contains(number)) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }

  /** The generations of a dataset whose tables are gone, or about to go. */
  public Set<Integer> removed(String dataset) {
    return files.list(FOLDER + "/" + dataset).stream()
        .map(REMOVED::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Says that the tables of a generation go, for ever. Under the driver's and the replay's lease.
   */
  public void remove(String dataset, int number) {
    ObjectNode json = JSON.createObjectNode();
    json.put("generation", number);
    json.put("removed_at", Instant.now().toString());
    files.write(
        FOLDER + "/" + dataset + "/g" + number + ".removed.json",
        json.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  /** What is in force of every dataset that has a pointer. */
  public InForce all() {
    Map<String, Generation> byDataset = new LinkedHashMap<>();
    files.list(FOLDER).forEach(dataset -> byDataset.put(dataset, inForce(dataset)));
    return new InForce(byDataset);
  }

  /**
   * Moves the pointer of a dataset, forth or back. Under the driver's lease.
   *
   * @param number the generation from now on
   * @param definition the version of the definition it is made with
   * @param before the gold tables of the generation that was in force
   * @param aggregates the gold tables of the generation from now on
   * @return what is in force now
   */
  public Generation move(
      String dataset, int number, String definition, List<String> before, List<String> aggregates) {
    Generation last = inForce(dataset);
    Set<String> retired = new LinkedHashSet<>(last.retired());
    retired.addAll(last.aggregates());
    retired.addAll(before);
    aggregates.forEach(retired::remove);
    Generation next =
        new Generation(
            number, last.turn() + 1, definition, aggregates, List.copyOf(retired), Instant.now());
    files.write(
        FOLDER + "/" + dataset + "/" + "%010d.json".formatted(next.turn()),
        toJson(next).toPrettyString().getBytes(StandardCharsets.UTF_8));
    return next;
  }

  private List<String> turns(String dataset) {
    return files.list(FOLDER + "/" + dataset).stream()
        .filter(name -> FILE.matcher(name).matches())
        .toList();
  }

  private Generation read(String name) {
    byte[] content =
        files.read(name).orElseThrow(() -> new IllegalStateException(name + " has gone"));
    try {
      return fromJson(JSON.readTree(content));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot understand " + name, e);
    }
  }

  private static ObjectNode toJson(Generation generation) {
    ObjectNode json = JSON.createObjectNode();
    json.put("generation", generation.number());
    json.put("turn", generation.turn());
    json.put("definition_version", generation.definition());
    generation.aggregates().forEach(json.putArray("aggregates")::add);
    ArrayNode retired = json.putArray("retired");
    generation.retired().forEach(retired::add);
    json.put("since", generation.since().toString());
    return json;
  }

  private static Generation fromJson(JsonNode json) {
    return new Generation(
        json.path("generation").asInt(),
        json.path("turn").asInt(),
        json.path("definition_version").asText(),
        texts(json.path("aggregates")),
        texts(json.path("retired")),
        Instant.parse(json.path("since").asText()));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /**
   * What names mean at one moment.
   *
   * @param byDataset the datasets that have a pointer
   */
  public record InForce(Map<String, Generation> byDataset) {
    public InForce {
      byDataset = Map.copyOf(byDataset);
    }

    /** The generation of a dataset's silver and quarantine. */
    public int ofDataset(String dataset) {
      return byDataset.getOrDefault(dataset, Generation.FIRST).number();
    }

    /** The generation of a gold table; empty when the one in force of its dataset has none. */
    public OptionalInt ofAggregate(String aggregate) {
      for (Generation generation : byDataset.values()) {
        if (generation.aggregates().contains(aggregate)) {
          return OptionalInt.of(generation.number());
        }
        if (generation.retired().contains(aggregate)) {
          return OptionalInt.empty();
        }
      }
      return OptionalInt.of(Lake.FIRST_GENERATION);
    }
  }
}
