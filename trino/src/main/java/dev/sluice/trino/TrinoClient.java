package dev.sluice.trino;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.TrinoErrors;
import dev.sluice.common.table.LakeCatalog;
import io.trino.jdbc.TrinoDriver;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A session with a Trino in UTC whose default catalog is the lake. What Trino refuses comes out as
 * a {@code SluiceException}.
 */
public final class TrinoClient implements AutoCloseable {
  private final Connection connection;
  private final TrinoAddress address;
  private final LakeCatalog catalog;

  private TrinoClient(Connection connection, TrinoAddress address, LakeCatalog catalog) {
    this.connection = connection;
    this.address = address;
    this.catalog = catalog;
  }

  /**
   * Opens a session; whether anybody listens shows with the first query.
   *
   * @param catalog the lake that is served, whose tables errors name
   */
  public static TrinoClient connect(TrinoAddress address, String user, LakeCatalog catalog) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("source", "sluice");
    properties.setProperty("timezone", "UTC");
    try {
      // Not through DriverManager, which loads the drivers of every library on the class path.
      Connection connection = new TrinoDriver().connect(address.jdbcUrl(), properties);
      return new TrinoClient(connection, address, catalog);
    } catch (SQLException failed) {
      throw TrinoErrors.trinoUnreachable(address.endpoint(), failed);
    }
  }

  /**
   * Rows while they are read.
   *
   * @param columns their names
   */
  public record Rows(List<String> columns, RowIterator rows) {}

  /** Runs a query; its rows are read while they are iterated, and end with this session. */
  public Rows query(String sql) {
    return query(sql, 0);
  }

  /** The first rows of a query, at most so many. */
  public Rows first(String sql, int rows) {
    return query(sql, rows);
  }

  // For JDBC no rows at most means all of them.
  private Rows query(String sql, int atMost) {
    try {
      Statement statement = connection.createStatement();
      statement.setMaxRows(atMost);
      ResultSet result = statement.executeQuery(sql);
      return new Rows(
          columns(result.getMetaData()), new RowIterator(result, failure -> explain(failure, sql)));
    } catch (SQLException failed) {
      throw explain(failed, sql);
    }
  }

  /** Runs a statement that gives no rows. */
  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw explain(failed, sql);
    }
  }

  /** The first column of all rows, as text. */
  List<String> list(String sql) {
    List<String> values = new ArrayList<>();
    query(sql).rows().forEachRemaining(row -> values.add(String.valueOf(row.get(0))));
    return values;
  }

  private SluiceException explain(SQLException failure, String sql) {
    return TrinoFailures.explain(failure, sql, address, catalog);
  }

  private static List<String> columns(ResultSetMetaData shape) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int column = 1; column <= shape.getColumnCount(); column++) {
      columns.add(shape.getColumnLabel(column));
    }
    return columns;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failed) {
      throw TrinoErrors.trinoUnreachable(address.endpoint(), failed);
    }
  }
}
