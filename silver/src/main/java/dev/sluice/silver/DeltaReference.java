package dev.sluice.silver;

import dev.sluice.common.definition.Enrichment;
import dev.sluice.common.table.LakeTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** A Delta table, of which every version can be read for as long as its files are kept. */
final class DeltaReference implements ReferenceSource {
  private static final String VERSION = "version ";

  private final Enrichment enrichment;
  private final LakeTable table;

  DeltaReference(SparkSession session, Enrichment enrichment, String path) {
    this.enrichment = enrichment;
    this.table = new LakeTable(session, path);
  }

  @Override
  public String version() throws IOException {
    long version = table.version();
    if (version < 0) {
      throw new FileNotFoundException("there is no Delta table");
    }
    return VERSION + version;
  }

  @Override
  public List<InternalRow> rows(String version) {
    long number = Long.parseLong(version.substring(VERSION.length()));
    return ReferenceColumns.read(table.readAt(number), enrichment);
  }
}
