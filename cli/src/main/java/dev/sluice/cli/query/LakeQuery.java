package dev.sluice.cli.query;

import dev.sluice.common.table.LakeCatalog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Asks a lake in SQL. What Spark throws comes out as a {@code SluiceException} in one line. */
public final class LakeQuery {
  private final LakeCatalog lake;
  private final Path scratch;

  /**
   * @param scratch a folder for what may be deleted afterwards
   */
  public LakeQuery(LakeCatalog lake, Path scratch) {
    this.lake = lake;
    this.scratch = scratch;
  }

  /** Refuses what is not SQL or would change something. Starts nothing. */
  public static void check(String sql) {
    Statement.parse(sql);
  }

  /** All rows, or the first of them. */
  public Answer ask(String sql, OptionalInt limit) {
    Statement statement = Statement.parse(sql);
    try {
      SparkSession session = CatalogSession.open(lake, scratch);
      if (statement.mightMention(Ledger.NAME)) {
        Ledger.of(session, lake).createOrReplaceTempView(Ledger.NAME);
      }
      Dataset<Row> rows = statement.rows(session);
      return limit.isPresent() && !statement.explains()
          ? first(rows, limit.getAsInt())
          : all(rows, statement.explains());
    } catch (Exception failure) {
      throw QueryFailures.explain(failure, lake);
    }
  }

  /**
   * The newest rows of a table, newest first.
   *
   * @param forPeople whether columns that only programs want are left out
   */
  public Answer peek(String table, int rows, boolean forPeople) {
    LakeCatalog.Table found = lake.table(table);
    try {
      SparkSession session = CatalogSession.open(lake, scratch);
      return NewestRows.of(session, found, forPeople).answer(rows);
    } catch (Exception failure) {
      throw QueryFailures.explain(failure, lake);
    }
  }

  private static Answer first(Dataset<Row> rows, int limit) {
    // One more, to know whether there are more.
    int asked = limit == Integer.MAX_VALUE ? limit : limit + 1;
    List<List<Object>> values =
        rows.limit(asked).collectAsList().stream().map(RowValues::of).toList();
    boolean isCut = values.size() > limit;
    return new Answer(columns(rows), isCut ? values.subList(0, limit) : values, isCut, false);
  }

  /** Partition by partition: a result need not fit into memory. */
  private Answer all(Dataset<Row> rows, boolean isText) {
    return new Answer(columns(rows), () -> reading(rows), false, isText);
  }

  private Iterator<List<Object>> reading(Dataset<Row> rows) {
    Iterator<Row> source = attempt(rows::toLocalIterator);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return attempt(source::hasNext);
      }

      @Override
      public List<Object> next() {
        return RowValues.of(attempt(source::next));
      }
    };
  }

  private <T> T attempt(java.util.function.Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Exception failure) {
      throw QueryFailures.explain(failure, lake);
    }
  }

  private static List<String> columns(Dataset<Row> rows) {
    return Arrays.asList(rows.columns());
  }
}
