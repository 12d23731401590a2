package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.error.ErasureErrors;
import dev.sluice.common.spark.Jobs;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.common.table.Subject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.LongType;

/**
 * Finds a person's records in bronze: those whose value the dataset's decoder can read and whose
 * field {@code erasure.subject} is the person's id. Of what cannot be read nobody can say whose it
 * is; such records are found by where they stand, or looked through for the bytes of an id.
 */
public final class SubjectSearch {
  /** As the decoder's integers are written. */
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

  private final SparkSession session;
  private final String dataset;
  private final JudgeProgram program;
  private final int field;
  private final Optional<WriterSchemas> schemas;

  /**
   * @param registry knows writers' schemas, where the dataset's events name them
   * @param lane is told when the registry does not answer
   * @throws dev.sluice.common.error.SluiceException SL-4070 when the dataset does not say whose an
   *     event is
   */
  public SubjectSearch(
      SparkSession session,
      AnalyzedDataset dataset,
      Optional<Registry> registry,
      WaitingLane lane) {
    String subject =
        dataset
            .definition()
            .erasure()
            .orElseThrow(() -> ErasureErrors.noErasureSubject(dataset.name()))
            .subject();
    this.session = session;
    this.dataset = dataset.name();
    this.program = JudgeProgram.of(dataset);
    this.field = dataset.sourceSchema().fieldIndex(subject);
    this.schemas = WriterSchemas.of(dataset, registry, lane);
  }

  /** The event's field that says whose it is. */
  public String field() {
    return program.schema().sparkType().fieldNames()[field];
  }

  /**
   * Checks that an id can be somebody's.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4078 when the field holds integers and the
   *     id is none
   */
  public void requireId(String id) {
    if (program.schema().sparkType().fields()[field].dataType() instanceof LongType
        && !INTEGER.matcher(id).matches()) {
      throw ErasureErrors.subjectIsNoInteger(dataset, field());
    }
  }

  /**
   * Looks through rows of bronze; one Spark job, a second one when the registry had to be asked.
   *
   * @param unreadable records to find too, where they stand and if they cannot be read
   */
  public SubjectRows find(Dataset<Row> bronze, Subject subject, Set<RowCoordinates> unreadable) {
    return find(bronze, new SubjectTask.Wanted(field, subject, new HashSet<>(unreadable), null));
  }

  /**
   * The same, and counts among the records that cannot be read those whose key, value or headers
   * have the bytes of an id in them.
   */
  public SubjectRows find(
      Dataset<Row> bronze, Subject subject, Set<RowCoordinates> unreadable, byte[] id) {
    return find(bronze, new SubjectTask.Wanted(field, subject, new HashSet<>(unreadable), id));
  }

  private SubjectRows find(Dataset<Row> bronze, SubjectTask.Wanted wanted) {
    SubjectRows found = pass(bronze, wanted, schemas.map(WriterSchemas::book));
    return found.missingSchemas().isEmpty()
        ? found
        : pass(bronze, wanted, schemas.map(known -> known.with(found.missingSchemas())));
  }

  private SubjectRows pass(
      Dataset<Row> bronze, SubjectTask.Wanted wanted, Optional<SchemaBook> book) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<SubjectTask.Wanted> everywhere = context.broadcast(wanted);
    try {
      SubjectTask task = new SubjectTask(program, everywhere, book.orElse(SchemaBook.EMPTY));
      return Jobs.collect(Jobs.mapPartitions(Rows.of(bronze).rdd(), task)).stream()
          .reduce(SubjectRows.NONE, SubjectRows::plus);
    } finally {
      everywhere.destroy();
    }
  }
}
