package dev.sluice.common.definition;

import java.util.Optional;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.DataType;

/** The types that columns of reference tables may be declared with. */
final class ReferenceTypes {
  private ReferenceTypes() {}

  /** A type as silver stores it; empty for what is none, and for binary and nested ones. */
  static Optional<DataType> parse(String sql) {
    try {
      DataType type = StoredType.of(CatalystSqlParser$.MODULE$.parseDataType(sql));
      return StoredType.isKey(type) && RowChecks.isStorable(type)
          ? Optional.of(type)
          : Optional.empty();
    } catch (Exception notOne) {
      // Catalyst's ParseException is checked and comes unannounced.
      if (notOne instanceof ParseException) {
        return Optional.empty();
      }
      throw notOne;
    }
  }
}
