package dev.sluice.cli.query;

import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.LakeCatalog.Layer;
import dev.sluice.common.table.LakeCatalog.Table;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogDatabase;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

/** A Spark session in this JVM in which a lake's tables have names. */
final class CatalogSession {
  private CatalogSession() {}

  /**
   * Starts Spark and names the tables.
   *
   * @param scratch a folder for what may be deleted afterwards
   */
  static SparkSession open(LakeCatalog lake, Path scratch) {
    SparkSession session =
        Sessions.local("sql")
            .config("spark.local.dir", scratch.toString())
            .getOrCreate()
            // Of its own, so that its settings reach nobody else in this JVM.
            .newSession();
    session.conf().set("spark.sql.datetime.java8API.enabled", true);
    register(lake, session.sessionState().catalog());
    return session;
  }

  /**
   * Writes the names straight into the in-memory catalog. {@code CREATE TABLE} would read each
   * table's log first, also of those that the query never mentions.
   */
  private static void register(LakeCatalog lake, SessionCatalog catalog) {
    for (Layer layer : Layer.values()) {
      String database = layer.text();
      catalog.createDatabase(
          new CatalogDatabase(database, "", catalog.getDefaultDBPath(database), none()), true);
    }
    for (Table table : lake.tables()) {
      TableIdentifier name = new TableIdentifier(table.name(), Option.apply(table.layer().text()));
      // An external table: what is dropped is the name that another lake had given.
      catalog.dropTable(name, true, false);
      catalog.createTable(deltaTable(name, table.path()), false, false);
    }
  }

  // Delta takes columns and partitions from the table's log and nothing of what is empty here.
  private static CatalogTable deltaTable(TableIdentifier name, org.apache.hadoop.fs.Path path) {
    Option<String> absent = Option.empty();
    return new CatalogTable(
        name,
        CatalogTableType.EXTERNAL(),
        new CatalogStorageFormat(Option.apply(path.toUri()), absent, absent, absent, false, none()),
        new StructType(),
        Option.apply("delta"),
        JavaConverters.asScalaBuffer(List.<String>of()).toList(),
        Option.empty(),
        "",
        0,
        -1,
        "",
        none(),
        Option.empty(),
        absent,
        absent,
        JavaConverters.asScalaBuffer(List.<String>of()).toList(),
        false,
        true,
        none(),
        absent);
  }

  private static Map<String, String> none() {
    return Map$.MODULE$.empty();
  }
}
