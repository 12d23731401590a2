package dev.sluice.cli.query;

import dev.sluice.common.table.LakeCatalog;
import dev.sluice.trino.LakeViews;
import dev.sluice.trino.ReadOnly;
import dev.sluice.trino.TableNames;
import dev.sluice.trino.TrinoAddress;
import dev.sluice.trino.TrinoClient;
import dev.sluice.trino.TrinoClient.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Asks a lake through Trino. */
final class TrinoQuery implements AutoCloseable {
  private static final String USER = "sluice";

  private final TrinoClient client;

  private TrinoQuery(TrinoClient client) {
    this.client = client;
  }

  /** Makes sure that Trino knows the lake's newest tables, then opens a session. */
  static TrinoQuery open(TrinoAddress address, LakeCatalog catalog) {
    if (!TableNames.follow(catalog).isEmpty()) {
      LakeViews.create(address, catalog);
    }
    return new TrinoQuery(TrinoClient.connect(address, USER, catalog));
  }

  /** All rows, or the first of them; valid until this is closed. */
  Answer ask(String sql, OptionalInt limit) {
    // A session takes no semicolon at the end; people write one.
    String query = sql.strip().replaceFirst(";+$", "");
    boolean isText = ReadOnly.explains(query);
    return limit.isPresent() && !isText
        ? first(query, limit.getAsInt())
        : all(client.query(query), isText);
  }

  private static Answer all(Rows rows, boolean isText) {
    return new Answer(rows.columns(), rows::rows, false, isText);
  }

  private Answer first(String query, int limit) {
    // One more, to know whether there are more.
    Rows rows = client.first(query, limit == Integer.MAX_VALUE ? limit : limit + 1);
    List<List<Object>> values = new ArrayList<>();
    rows.rows().forEachRemaining(values::add);
    boolean isCut = values.size() > limit;
    return new Answer(rows.columns(), isCut ? values.subList(0, limit) : values, isCut, false);
  }

  @Override
  public void close() {
    client.close();
  }
}
