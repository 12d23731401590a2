package dev.sluice.cli.query;

import dev.sluice.common.definition.Nearest;
import dev.sluice.common.error.Errors;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The tables of a lake on this machine's disk, as its folders tell: {@code
 * {lake}/<layer>/<name>/g<N>} with a Delta log inside. Folders of another form are none of ours and
 * passed over, and so are generations that are not in force. Looks at no table's content and starts
 * no Spark.
 */
public final class LakeCatalog {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern GENERATION = Pattern.compile("g([1-9][0-9]{0,8})");
  private static final String DELTA_LOG = "_delta_log";

  private final List<Table> tables;

  private LakeCatalog(List<Table> tables) {
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
    Path root = folder(lake);
    if (!Files.isDirectory(root)) {
      throw Errors.noTables(lake.root(), "there is no such folder");
    }
    Generations.InForce inForce = new Generations(lake, Sessions.hadoop()).all();
    List<Table> tables = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      for (Path name : folders(root.resolve(layer.text()), NAME)) {
        for (Path generation : folders(name, GENERATION)) {
          table(layer, name, generation)
              .filter(table -> isInForce(table, inForce))
              .ifPresent(tables::add);
        }
      }
    }
    if (tables.isEmpty()) {
      throw Errors.noTables(lake.root(), "the folder holds no table");
    }
    return new LakeCatalog(tables);
  }

  /** The tables in force, by layer and name. */
  public List<Table> tables() {
    return tables;
  }

  /** Those of a layer. */
  List<Table> tables(Layer layer) {
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
        .orElseThrow(() -> Errors.unknownTable(sqlName, nearestFirst(sqlName)));
  }

  /** The names of all tables, those first that somebody who wrote this one may have meant. */
  List<String> nearestFirst(String name) {
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

  private static Path folder(Lake lake) {
    String root = lake.root();
    if (root.startsWith("file:")) {
      return Path.of(URI.create(root).getPath());
    }
    if (root.contains("://")) {
      throw Errors.noTables(root, "only lakes on this machine's disk can be read");
    }
    return Path.of(root).toAbsolutePath();
  }

  private static Optional<Table> table(Layer layer, Path name, Path generation) {
    var number = GENERATION.matcher(generation.getFileName().toString());
    return number.matches() && isDeltaTable(generation)
        ? Optional.of(
            new Table(
                layer,
                name.getFileName().toString(),
                Integer.parseInt(number.group(1)),
                generation))
        : Optional.empty();
  }

  // A table whose first commit was never made has an empty log, and is no table yet.
  private static boolean isDeltaTable(Path folder) {
    Path log = folder.resolve(DELTA_LOG);
    if (!Files.isDirectory(log)) {
      return false;
    }
    try (DirectoryStream<Path> commits = Files.newDirectoryStream(log, "*.{json,parquet}")) {
      return commits.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + log, e);
    }
  }

  private static List<Path> folders(Path parent, Pattern names) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, Files::isDirectory)) {
      for (Path child : children) {
        if (names.matcher(child.getFileName().toString()).matches()) {
          folders.add(child);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + parent, e);
    }
    folders.sort(Comparator.naturalOrder());
    return folders;
  }
}
