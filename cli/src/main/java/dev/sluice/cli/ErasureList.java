package dev.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.ErasureLedger;
import dev.sluice.common.table.Lake;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** The erasures of a lake, oldest first, as its ledger has them. Reads no table. */
final class ErasureList {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COLUMNS =
      List.of("begun at", "dataset", "id", "subject", "records", "rows", "state");

  private final Lake lake;

  ErasureList(Lake lake) {
    this.lake = lake;
  }

  private record Erasure(String dataset, ErasureLedger.Entry entry) {
    boolean isOf(String id) {
      return entry.subject().matcher().matches(id.getBytes(StandardCharsets.UTF_8));
    }

    List<Object> row() {
      return List.of(
          entry.begunAt(),
          dataset,
          entry.id(),
          entry.subject().hash(),
          entry.identities().size(),
          entry.rows().entrySet().stream()
              .map(table -> table.getKey() + " " + table.getValue())
              .collect(Collectors.joining(", ")),
          state());
    }

    private String state() {
      if (!entry.done()) {
        return "not finished";
      }
      return entry.vacuumed() ? "done, vacuumed" : "done";
    }

    ObjectNode object() {
      ObjectNode object = JSON.createObjectNode();
      object.put("begun_at", entry.begunAt());
      object.put("dataset", dataset);
      object.put("id", entry.id());
      object.put("salt", entry.subject().salt());
      object.put("hash", entry.subject().hash());
      object.put("records", entry.identities().size());
      object.set("rows", JSON.valueToTree(entry.rows()));
      object.put("unknown", entry.unknown());
      object.put("done", entry.done());
      object.put("vacuumed", entry.vacuumed());
      return object;
    }
  }

  /**
   * Shows them.
   *
   * @param dataset all datasets when empty
   * @param subject a person's id; everybody's when empty
   */
  void show(
      Console console, ResultOptions results, Optional<String> dataset, Optional<String> subject) {
    List<Erasure> found = find(dataset, subject);
    if (results.isForPrograms()) {
      ObjectNode object = JSON.createObjectNode();
      ArrayNode erasures = object.putArray("erasures");
      found.forEach(erasure -> erasures.add(erasure.object()));
      results.printObject(console, object);
    } else {
      new Output(console, OutputFormat.TABLE)
          .rows(COLUMNS, found.stream().map(Erasure::row).toList());
    }
  }

  private List<Erasure> find(Optional<String> dataset, Optional<String> subject) {
    Configuration hadoop = Sessions.hadoop();
    return ErasureLedger.datasets(lake, hadoop).stream()
        .filter(name -> dataset.isEmpty() || dataset.get().equals(name))
        .flatMap(
            name ->
                new ErasureLedger(lake, hadoop, name)
                    .entries().stream().map(entry -> new Erasure(name, entry)))
        .filter(erasure -> subject.isEmpty() || erasure.isOf(subject.get()))
        .sorted(Comparator.comparing(erasure -> erasure.entry().begunAt()))
        .toList();
  }
}
