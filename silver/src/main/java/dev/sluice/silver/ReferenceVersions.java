package dev.sluice.silver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which versions of reference tables rows were looked up in: by table as the definition names it,
 * in the order of use. Stands in the metadata of silver's commit as {@code references}, absent
 * where the dataset has none.
 */
record ReferenceVersions(Map<String, Set<String>> byTable) {
  /** Of a dataset that takes nothing from elsewhere. */
  static final ReferenceVersions NONE = new ReferenceVersions(Map.of());

  /** The key in the metadata. */
  static final String KEY = "references";

  /** Those of one batch. */
  static ReferenceVersions of(ReferenceBook book) {
    ReferenceVersions versions = new ReferenceVersions(new TreeMap<>());
    book.tables().forEach(table -> versions.add(table.name(), Set.of(table.version())));
    return versions;
  }

  /** Those of batches that follow one another. */
  static ReferenceVersions of(List<Judged> batches) {
    ReferenceVersions versions = new ReferenceVersions(new TreeMap<>());
    batches.forEach(batch -> batch.references().byTable.forEach(versions::add));
    return versions;
  }

  private void add(String table, Set<String> more) {
    byTable.computeIfAbsent(table, unknown -> new LinkedHashSet<>()).addAll(more);
  }

  /** Says it in a commit. */
  void writeTo(ObjectNode metadata) {
    if (!byTable.isEmpty()) {
      ObjectNode tables = metadata.putObject(KEY);
      byTable.forEach(
          (table, versions) -> {
            ArrayNode list = tables.putArray(table);
            versions.forEach(list::add);
          });
    }
  }
}
