package dev.sluice.trino;

import dev.sluice.common.error.SluiceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The rows of a result, in the types that {@link TrinoValues} names. */
public final class RowIterator implements Iterator<List<Object>> {
  private final ResultSet result;
  private final Function<SQLException, SluiceException> failures;
  private final int columns;
  private boolean isAtNext;

  RowIterator(ResultSet result, Function<SQLException, SluiceException> failures)
      throws SQLException {
    this.result = result;
    this.failures = failures;
    this.columns = result.getMetaData().getColumnCount();
  }

  @Override
  public boolean hasNext() {
    try {
      isAtNext = isAtNext || result.next();
      return isAtNext;
    } catch (SQLException failed) {
      throw failures.apply(failed);
    }
  }

  @Override
  public List<Object> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      List<Object> values = new ArrayList<>(columns);
      for (int column = 1; column <= columns; column++) {
        values.add(TrinoValues.of(result.getObject(column)));
      }
      isAtNext = false;
      return values;
    } catch (SQLException failed) {
      throw failures.apply(failed);
    }
  }
}
