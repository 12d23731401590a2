package dev.sluice.trino;

import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.LakeCatalog.Layer;
import dev.sluice.common.table.LakeCatalog.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The views of schema {@code views}, made from {@code trino/views/*.sql}. The first line of a file
 * says for what: {@code -- each gold} makes one view per table of the layer, {@code -- all silver}
 * one over all of them; <code>${name}</code> stands for the table's name.
 */
public final class LakeViews {
  private static final List<String> FILES =
      List.of("bronze_as_text", "freshness", "latest_window", "quarantine_overview");
  private static final Pattern HEAD = Pattern.compile("-- (each|all) ([a-z]+)\n");
  private static final String USER = "sluice-views";

  private LakeViews() {}

  /**
   * Creates and replaces the views and drops those whose table is gone.
   *
   * @return their names, as SQL calls them
   * @throws dev.sluice.common.error.SluiceException SL-4023 when Trino refuses one
   */
  public static Set<String> create(TrinoAddress address, LakeCatalog catalog) {
    Map<String, String> views = queries(catalog);
    try (TrinoClient client = TrinoClient.connect(address, USER, catalog)) {
      for (String old : existing(client)) {
        if (!views.containsKey(old)) {
          client.execute("drop view if exists " + old);
        }
      }
      // As the reader, not as the user that creates them.
      views.forEach(
          (name, query) ->
              client.execute("create or replace view " + name + " security invoker as\n" + query));
    }
    return views.keySet();
  }

  private static Set<String> existing(TrinoClient client) {
    return client
        .list("select table_name from information_schema.views where table_schema = 'views'")
        .stream()
        .map(LakeViews::qualified)
        .collect(Collectors.toSet());
  }

  /** The query of each view by its name. */
  static Map<String, String> queries(LakeCatalog catalog) {
    Map<String, String> queries = new LinkedHashMap<>();
    FILES.forEach(file -> addQueries(file, catalog, queries));
    return queries;
  }

  private static void addQueries(String file, LakeCatalog catalog, Map<String, String> queries) {
    String text = read(file);
    Matcher head = HEAD.matcher(text);
    if (!head.lookingAt()) {
      throw new IllegalStateException(file + ".sql does not say for which tables it is");
    }
    String query = text.substring(head.end());
    Layer layer = Layer.valueOf(head.group(2).toUpperCase(Locale.ROOT));
    List<String> names =
        catalog.tables().stream().filter(table -> table.layer() == layer).map(Table::name).toList();
    if (head.group(1).equals("each")) {
      names.forEach(name -> queries.put(qualified(file + "_" + name), of(query, name)));
    } else if (!names.isEmpty()) {
      queries.put(
          qualified(file),
          names.stream().map(name -> of(query, name)).collect(Collectors.joining("union all\n")));
    }
  }

  // Names of tables are letters, digits and underscores: they need no quotes.
  private static String of(String query, String name) {
    return query.replace("${name}", name);
  }

  private static String qualified(String view) {
    return TableNames.VIEWS + "." + view;
  }

  private static String read(String file) {
    try (InputStream text = LakeViews.class.getResourceAsStream("views/" + file + ".sql")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot read the view " + file, failed);
    }
  }
}
