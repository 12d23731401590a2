package dev.sluice.silver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.definition.ProtectMethod.Hmac;
import dev.sluice.common.definition.Protection;
import dev.sluice.common.definition.Protection.Field;
import dev.sluice.common.spark.Jobs;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.Subject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What silver itself tells of a person, for rows whose records bronze no longer has. A row tells
 * whose it is where silver has the subject's field as it came, or signed with a key that the asker
 * has.
 *
 * @param records the person's
 * @param unknown rows of which nobody can say whose they are
 */
public record SilverSubjects(Set<RecordIdentity> records, long unknown) implements Serializable {
  /** Nothing. */
  public static final SilverSubjects NONE = new SilverSubjects(Set.of(), 0);

  /** What two searches have found in different rows; of copies of a row both are found. */
  public SilverSubjects plus(SilverSubjects other) {
    Set<RecordIdentity> both = new LinkedHashSet<>(records);
    both.addAll(other.records);
    return new SilverSubjects(both, unknown + other.unknown);
  }

  /** What an id may be in silver, by the key that signed it, and who it is nowhere in clear. */
  public static Map<String, Subject> signed(String id, List<HmacKey> keys) {
    Map<String, Subject> signed = new LinkedHashMap<>();
    for (HmacKey key : keys) {
      String signature = new Signer(key).sign(UTF8String.fromString(id)).toString();
      signed.put(key.id(), Subject.of(signature));
    }
    return signed;
  }

  /**
   * Looks through rows of silver; one Spark job.
   *
   * @param dataset what the table was made with
   * @param field of the event that says whose it is
   * @param signed the subject's signatures by the ids of their keys
   */
  public static SilverSubjects find(
      Dataset<Row> silver,
      AnalyzedDataset dataset,
      String field,
      Subject subject,
      Map<String, Subject> signed) {
    List<String> columns = Arrays.asList(silver.columns());
    Optional<String> told = column(dataset, field).filter(columns::contains);
    if (told.isEmpty()) {
      return new SilverSubjects(Set.of(), silver.count());
    }
    List<Column> read = new ArrayList<>();
    RecordIdentity.SILVER_COLUMNS.forEach(name -> read.add(col(name)));
    read.add(col(told.get()).cast("string"));
    read.add(columns.contains(SilverTable.EXTRA) ? mentions(field) : lit(false));
    Dataset<Row> rows = silver.select(read.toArray(Column[]::new));
    SilverSubjectTask task = new SilverSubjectTask(subject, new LinkedHashMap<>(signed));
    return Jobs.collect(Jobs.mapPartitions(Rows.of(rows).rdd(), task)).stream()
        .reduce(NONE, SilverSubjects::plus);
  }

  /** Of a row that was judged when the dataset did not know the field yet. */
  private static Column mentions(String field) {
    return coalesce(col(SilverTable.EXTRA).contains("\"" + field + "\""), lit(false));
  }

  /** The column of silver that is the event's field, as it came or signed. */
  private static Optional<String> column(AnalyzedDataset dataset, String field) {
    List<String> source = Arrays.asList(dataset.sourceSchema().fieldNames());
    return dataset.fields().stream()
        .filter(
            made ->
                made.bound() instanceof BoundReference plain
                    && source.get(plain.ordinal()).equals(field))
        .map(made -> made.name())
        .filter(name -> isTold(dataset.protection().inside(name)))
        .findFirst();
  }

  private static boolean isTold(List<Field> inside) {
    return inside.isEmpty()
        || (Protection.isWhole(inside) && inside.get(0).method() instanceof Hmac);
  }
}
