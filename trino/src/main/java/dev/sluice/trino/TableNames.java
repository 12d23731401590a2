package dev.sluice.trino;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.LakeCatalog.Layer;
import dev.sluice.common.table.LakeCatalog.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names under which Trino knows a lake's tables: its file metastore, a folder inside the lake
 * with a small file per table. Sluice writes these files itself, each in one atomic step, so a name
 * that moves to another generation is never missing and needs no Trino that runs (docs/decisions,
 * 0009). Only names are here: what is in a table, Trino reads from its Delta log.
 */
public final class TableNames {
  /** Below the lake's root. */
  static final String FOLDER = "_sluice/trino";

  /** The schema of our views. */
  static final String VIEWS = "views";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = ".trinoSchema";

  private final Path lake;

  private TableNames(Path lake) {
    this.lake = lake;
  }

  /**
   * What has changed, as SQL calls the tables.
   *
   * @param moved to another generation
   */
  public record Changes(List<String> added, List<String> moved, List<String> removed) {
    public Changes {
      added = List.copyOf(added);
      moved = List.copyOf(moved);
      removed = List.copyOf(removed);
    }

    /** Whether everything stood right. */
    public boolean isEmpty() {
      return added.isEmpty() && moved.isEmpty() && removed.isEmpty();
    }
  }

  /**
   * Makes the names say what the lake's folders say. Costs a few small reads when nothing has
   * changed; may be called by several processes at once, whether Trino runs or not. Queries that
   * have begun go on with the tables they have begun with.
   */
  public static Changes follow(LakeCatalog catalog) {
    try {
      return new TableNames(catalog.folder()).write(catalog);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write the names for Trino", failed);
    }
  }

  /** The same where Trino has been used on the lake; elsewhere nothing is written. */
  public static void followIfServed(LakeCatalog catalog) {
    if (catalog.isLocal() && Files.isDirectory(new TableNames(catalog.folder()).folder())) {
      follow(catalog);
    }
  }

  private Changes write(LakeCatalog catalog) throws IOException {
    writeSchema(VIEWS);
    for (Layer layer : Layer.values()) {
      writeSchema(layer.text());
    }
    List<String> added = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    for (Table table : catalog.tables()) {
      Path file = schemaFolder(table.layer()).resolve(table.name()).resolve(FILE);
      switch (put(file, table(table))) {
        case NEW -> added.add(table.sqlName());
        case CHANGED -> moved.add(table.sqlName());
        case SAME -> {}
      }
    }
    return new Changes(added, moved, removeOthers(catalog));
  }

  private void writeSchema(String schema) throws IOException {
    ObjectNode text = described();
    text.put("ownerName", "sluice").put("ownerType", "USER").putObject("parameters");
    Files.createDirectories(folder().resolve(schema));
    put(folder().resolve("." + schema + FILE), text);
  }

  /** What Trino's own register_table writes, in the order of Trino's file format. */
  private ObjectNode table(Table table) {
    String location = "local:///" + location(table);
    ObjectNode text = described();
    text.put("owner", "sluice").put("tableType", "EXTERNAL_TABLE");
    // Columns are in the Delta log; a Hive table must have one.
    text.putArray("dataColumns")
        .addObject()
        .put("name", "col")
        .put("type", "array<string>")
        .putObject("properties");
    text.putArray("partitionColumns");
    text.putObject("parameters")
        .put("spark.sql.sources.provider", "DELTA")
        .put("location", location)
        .put("EXTERNAL", "TRUE");
    text.put("storageFormat", "SEQUENCEFILE").putObject("serdeParameters").put("path", location);
    text.put("externalLocation", location).putObject("columnStatistics");
    return text;
  }

  private String location(Table table) {
    return lake.relativize(Path.of(table.path().toString())).toString();
  }

  private static ObjectNode described() {
    return JSON.createObjectNode().put("writerVersion", "476");
  }

  private enum Put {
    NEW,
    CHANGED,
    SAME
  }

  /** A reader sees the old file or the new one. */
  private static Put put(Path file, ObjectNode content) throws IOException {
    byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    boolean exists = Files.exists(file);
    if (exists && java.util.Arrays.equals(Files.readAllBytes(file), bytes)) {
      return Put.SAME;
    }
    Files.createDirectories(file.getParent());
    Path partial = Files.createTempFile(file.getParent(), ".", ".partial");
    Files.write(partial, bytes);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return exists ? Put.CHANGED : Put.NEW;
  }

  /** Names of tables that are no more: somebody has deleted their folders. */
  private List<String> removeOthers(LakeCatalog catalog) throws IOException {
    List<String> removed = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      Set<String> known =
          catalog.tables().stream()
              .filter(table -> table.layer() == layer)
              .map(Table::name)
              .collect(Collectors.toSet());
      try (DirectoryStream<Path> names = Files.newDirectoryStream(schemaFolder(layer))) {
        for (Path name : names) {
          if (!known.contains(name.getFileName().toString())
              && Files.deleteIfExists(name.resolve(FILE))) {
            removed.add(layer.text() + "." + name.getFileName());
          }
        }
      } catch (NoSuchFileException removedMeanwhile) {
        continue;
      }
    }
    return removed;
  }

  private Path schemaFolder(Layer layer) {
    return folder().resolve(layer.text());
  }

  private Path folder() {
    return lake.resolve(FOLDER);
  }
}
