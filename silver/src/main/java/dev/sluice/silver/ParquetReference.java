package dev.sluice.silver;

import dev.sluice.common.definition.Enrichment;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** A Parquet file, or a folder of them. */
final class ParquetReference implements ReferenceSource {
  private final SparkSession session;
  private final Enrichment enrichment;
  private final String path;

  ParquetReference(SparkSession session, Enrichment enrichment, String path) {
    this.session = session;
    this.enrichment = enrichment;
    this.path = path;
  }

  @Override
  public String version() throws IOException {
    return FileVersion.of(path, session.sparkContext().hadoopConfiguration());
  }

  @Override
  public List<InternalRow> rows(String version) {
    return ReferenceColumns.read(session.read().parquet(path), enrichment);
  }
}
