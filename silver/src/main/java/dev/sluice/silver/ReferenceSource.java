package dev.sluice.silver;

import dev.sluice.common.definition.Enrichment;
import dev.sluice.common.definition.ReferencePlace;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** A reference table where it lies. */
interface ReferenceSource {
  /** As many rows as a table may have: every executor holds all of them in memory. */
  int MOST_ROWS = 1_000_000;

  /** For people: what tells the table as it is now from what it was. Reads no row. */
  String version() throws IOException;

  /**
   * The rows of a version that {@link #version} has just told; of a file, those of now.
   *
   * @return rows of {@link Enrichment#read()}
   * @throws dev.sluice.common.error.SluiceException SL-2062 when they are not what the definition
   *     says, or too many
   */
  List<InternalRow> rows(String version) throws IOException;

  /** The table that a definition means. */
  static ReferenceSource of(SparkSession session, Enrichment enrichment, ReferencePlace place) {
    return switch (place.kind()) {
      case CSV -> new CsvReference(session, enrichment, place.path());
      case PARQUET -> new ParquetReference(session, enrichment, place.path());
      case DELTA -> new DeltaReference(session, enrichment, place.path());
    };
  }
}
