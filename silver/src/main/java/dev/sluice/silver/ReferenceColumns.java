package dev.sluice.silver;

import dev.sluice.common.definition.Enrichment;
import dev.sluice.common.error.ReferenceErrors;
import dev.sluice.common.spark.Jobs;
import dev.sluice.common.spark.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads the columns that a definition names of a table that has columns with types. */
final class ReferenceColumns {
  private ReferenceColumns() {}

  /**
   * The rows, in types of the definition.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2062 when a column is missing or of another
   *     type, or there are more than {@link ReferenceSource#MOST_ROWS}
   */
  static List<InternalRow> read(Dataset<Row> table, Enrichment enrichment) {
    String name = enrichment.definition().table();
    List<String> problems = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (StructField column : enrichment.read().fields()) {
      problem(column, table.schema()).ifPresent(problems::add);
      columns.add(functions.col(quoted(column.name())).cast(column.dataType()));
    }
    if (!problems.isEmpty()) {
      throw ReferenceErrors.doesNotFit(name, problems);
    }
    Dataset<Row> read =
        table.select(columns.toArray(Column[]::new)).limit(ReferenceSource.MOST_ROWS + 1);
    List<InternalRow> rows = Jobs.collect(Rows.of(read).rdd());
    if (rows.size() > ReferenceSource.MOST_ROWS) {
      throw ReferenceErrors.tooLarge(name, ReferenceSource.MOST_ROWS);
    }
    return rows;
  }

  private static Optional<String> problem(StructField column, StructType table) {
    if (!Arrays.asList(table.fieldNames()).contains(column.name())) {
      return Optional.of(ReferenceErrors.noColumn(column.name(), table.fieldNames()));
    }
    DataType found = table.apply(column.name()).dataType();
    return Enrichment.fits(found, column.dataType())
        ? Optional.empty()
        : Optional.of(
            "%s is %s, and the definition says %s: types: {%s: %s}"
                .formatted(
                    column.name(),
                    found.simpleString(),
                    column.dataType().simpleString(),
                    column.name(),
                    found.simpleString()));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
