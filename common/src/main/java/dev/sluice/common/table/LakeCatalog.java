package dev.sluice.common.table;

import dev.sluice.common.definition.Nearest;
import dev.sluice.common.error.QueryErrors;
import dev.sluice.common.spark.Sessions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The tables of a lake, on this machine's disk or in S3, as its folders tell: {@code
 * {lake}/<layer>/<name>/g<N>} with a Delta log inside. Folders of another form are none of ours and
 * passed over, and so are generations that are not in force. Looks at no table's content and starts
 * no Spark.
 */
public final class LakeCatalog {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern GENERATION = Pattern.compile("g[1-9][0-9]{0,8}");

  private final String root;
  private final List<Table> tables;

  private LakeCatalog(String root, List<Table> tables) {
    this.root = root;
    this.tables = List.copyOf(tables);
  }

  /** A layer, which SQL sees as a database; in the order in which events pass them. */
  public enum Layer {
    BRONZE,
    SILVER,
    QUARANTINE,
    GOLD;

    /** As paths and SQL have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One generation of a table.
   *
   * @param name of the dataset, in gold of the aggregate
   */
  public record Table(Layer layer, String name, int generation, Path path) {
    /** As SQL calls it: {@code silver.clickstream}. */
    public String sqlName() {
      return layer.text() + "." + name;
    }
  }

  /**
   * Finds the tables below a lake's root.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4020 when there is none
   */
  public static LakeCatalog find(Lake lake) {
    LakeCatalog catalog = look(lake);
    if (catalog.tables().isEmpty()) {
      boolean isThere = new CatalogFolders().exists(new Path(catalog.root()));
      throw QueryErrors.noTables(
          lake.root(), isThere ? "the folder holds no table" : "there is no such folder");
    }
    return catalog;
  }

  /** The same of a lake that may be empty still, or not be there. */
  public static LakeCatalog look(Lake lake) {
    String root = lake.isInS3() ? lake.root() : folder(lake).toString();
    CatalogFolders folders = new CatalogFolders();
    Generations.InForce inForce = new Generations(lake, Sessions.hadoop()).all();
    List<Table> tables = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      for (Path name : folders.in(new Path(root, layer.text()), NAME)) {
        for (Path generation : folders.in(name, GENERATION)) {
          Table table = table(layer, name, generation);
          if (isInForce(table, inForce) && folders.hasLog(generation)) {
            tables.add(table);
          }
        }
      }
    }
    return new LakeCatalog(root, tables);
  }

  /** The lake's root: an absolute path or a URI. */
  public String root() {
    return root;
  }

  /**
   * The same as a folder of this machine.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4020 when the lake is elsewhere
   */
  public java.nio.file.Path folder() {
    return folder(new Lake(root));
  }

  /** Whether the lake is on this machine's disk. */
  public boolean isLocal() {
    return !Lake.isInS3(root);
  }

  /** The tables in force, by layer and name. */
  public List<Table> tables() {
    return tables;
  }

  /** Those of a layer. */
  public List<Table> tables(Layer layer) {
    return tables.stream().filter(table -> table.layer() == layer).toList();
  }

  /**
   * The table that SQL calls so, whatever the case.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4021 when there is none
   */
  public Table table(String sqlName) {
    return tables.stream()
        .filter(table -> table.sqlName().equalsIgnoreCase(sqlName))
        .findFirst()
        .orElseThrow(() -> QueryErrors.unknownTable(sqlName, nearestFirst(sqlName)));
  }

  /** The names of all tables, those first that somebody who wrote this one may have meant. */
  public List<String> nearestFirst(String name) {
    List<String> names = tables.stream().map(Table::sqlName).toList();
    return name.contains(".")
        ? Nearest.ranked(name, names)
        : names.stream()
            .sorted(Comparator.comparingInt(known -> Nearest.edits(name, unqualified(known))))
            .toList();
  }

  private static String unqualified(String sqlName) {
    return sqlName.substring(sqlName.indexOf('.') + 1);
  }

  // Bronze is never made anew.
  private static boolean isInForce(Table table, Generations.InForce inForce) {
    return switch (table.layer()) {
      case BRONZE -> table.generation() == Lake.FIRST_GENERATION;
      case SILVER, QUARANTINE -> table.generation() == inForce.ofDataset(table.name());
      case GOLD -> inForce.ofAggregate(table.name()).equals(OptionalInt.of(table.generation()));
    };
  }

  /**
   * A lake's root as a folder of this machine; it need not exist.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4020 when the lake is elsewhere
   */
  public static java.nio.file.Path folder(Lake lake) {
    String root = lake.root();
    if (root.startsWith("file:")) {
      return java.nio.file.Path.of(URI.create(root).getPath()).toAbsolutePath().normalize();
    }
    if (root.contains("://")) {
      throw QueryErrors.noTables(root, "this needs a lake on this machine's disk");
    }
    return java.nio.file.Path.of(root).toAbsolutePath().normalize();
  }

  private static Table table(Layer layer, Path name, Path generation) {
    int number = Integer.parseInt(generation.getName().substring(1));
    return new Table(layer, name.getName(), number, generation);
  }
}
