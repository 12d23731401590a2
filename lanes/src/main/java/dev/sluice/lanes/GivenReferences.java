package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.Enrichment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a test gives of reference tables, as Delta tables of its lake. */
final class GivenReferences {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GivenReferences() {}

  /**
   * Writes all of them.
   *
   * @param lake a folder
   */
  static void write(
      SparkSession session,
      Map<String, List<Map<String, JsonNode>>> references,
      List<Enrichment> enrichments,
      Path lake) {
    references.forEach(
        (table, rows) ->
            session
                .read()
                .schema(columns(table, enrichments))
                .option("mode", "FAILFAST")
                .json(
                    session.createDataset(
                        rows.stream().map(GivenReferences::json).toList(), Encoders.STRING()))
                .write()
                .format("delta")
                .save(lake.resolve(table).toString()));
  }

  /** All that any item reads of a table. */
  private static StructType columns(String table, List<Enrichment> enrichments) {
    return new StructType(
        enrichments.stream()
            .filter(enrichment -> enrichment.definition().table().equals(table))
            .flatMap(enrichment -> Arrays.stream(enrichment.read().fields()))
            .distinct()
            .toArray(StructField[]::new));
  }

  private static String json(Map<String, JsonNode> row) {
    return JSON.valueToTree(row).toString();
  }
}
