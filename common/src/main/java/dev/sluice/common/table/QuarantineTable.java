package dev.sluice.common.table;

import dev.sluice.common.spark.SqlText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Quarantine: {@code {lake}/quarantine/<dataset>/g<N>}: where a bad row lies in bronze and why it
 * is bad, never its payload. Every refused row has one row of state {@code open}, its verdict; what
 * becomes of it later is another row with the same coordinates ({@link #current} tells the last).
 */
public final class QuarantineTable {
  public static final String CLUSTER = "cluster";
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String ARRIVED_AT = "arrived_at";
  public static final String REASON = "reason";
  public static final String RULE = "rule";
  public static final String DETAIL = "detail";
  public static final String DEFINITION_VERSION = "definition_version";
  public static final String EPOCH = "epoch";
  public static final String BATCH = "batch";
  public static final String QUARANTINED_AT = "quarantined_at";

  /** A {@link QuarantineState}. */
  public static final String STATE = "state";

  /** How often the row has been judged again. */
  public static final String ATTEMPTS = "attempts";

  /** Where a replayed row went: {@code good}, {@code duplicate} or {@code filtered}. */
  public static final String OUTCOME = "outcome";

  /** Id of the replay that a state is of; NULL for verdicts, and for what somebody discarded. */
  public static final String REPLAY = "replay";

  /** Longest {@code detail}, in characters. */
  public static final int MAX_DETAIL = 512;

  /** The table's columns; {@code rule} names all failed rules, joined by a comma. */
  public static final StructType SCHEMA =
      new StructType()
          .add(CLUSTER, DataTypes.StringType)
          .add(TOPIC, DataTypes.StringType)
          .add(PARTITION, DataTypes.IntegerType)
          .add(OFFSET, DataTypes.LongType)
          .add(ARRIVED_AT, DataTypes.TimestampType)
          .add(REASON, DataTypes.StringType)
          .add(RULE, DataTypes.StringType)
          .add(DETAIL, DataTypes.StringType)
          .add(DEFINITION_VERSION, DataTypes.StringType)
          .add(EPOCH, DataTypes.LongType)
          .add(BATCH, DataTypes.LongType)
          .add(QUARANTINED_AT, DataTypes.TimestampType)
          .add(STATE, DataTypes.StringType)
          .add(ATTEMPTS, DataTypes.LongType)
          .add(OUTCOME, DataTypes.StringType)
          .add(REPLAY, DataTypes.StringType);

  /** What no state of a row changes; offsets of a topic that was made anew differ in arrival. */
  public static final List<String> IDENTITY =
      List.of(CLUSTER, TOPIC, PARTITION, OFFSET, ARRIVED_AT);

  private static final String NEWEST = "newest";

  /** Those of {@link #current}, which tables have that were made before the others were known. */
  private static final List<String> CURRENT =
      Stream.of(SCHEMA.fieldNames()).filter(name -> !name.equals(REPLAY)).toList();

  /** The last state of a row: most attempts, and of these a state that ends it. */
  private static final String LAST_STATE =
      "max(struct(coalesce(attempts, 0) as attempts, coalesce(state in ('replayed', 'discarded'),"
          + " false) as ended, coalesce(state, 'open') as state, outcome, reason, rule, detail,"
          + " definition_version, epoch, batch, quarantined_at))";

  private QuarantineTable() {}

  /** The last state of every row, without {@link #REPLAY}. */
  public static Dataset<Row> current(Dataset<Row> quarantine) {
    return quarantine
        .groupBy(columns(IDENTITY))
        .agg(functions.expr(LAST_STATE).as(NEWEST))
        .select(columns(Stream.concat(IDENTITY.stream(), Stream.of(NEWEST + ".*")).toList()))
        .select(columns(CURRENT));
  }

  /** The table's columns in their order, of rows that have others too. */
  public static Column[] columns() {
    return columns(List.of(SCHEMA.fieldNames()));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  /**
   * The same as a query in Spark's SQL.
   *
   * @param table a table of quarantine as SQL calls it
   */
  public static String currentOf(String table) {
    String identity = IDENTITY.stream().map(SqlText::name).collect(Collectors.joining(", "));
    return "select %1$s, %2$s.* from (select %1$s, %3$s as %2$s from %4$s group by %1$s)"
        .formatted(identity, NEWEST, LAST_STATE, table);
  }
}
