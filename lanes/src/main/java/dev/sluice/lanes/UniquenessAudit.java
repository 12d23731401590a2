package dev.sluice.lanes;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;

import dev.sluice.common.definition.DatasetDefinition.Dedup;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.FileSpan;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.common.table.SilverTable;
import dev.sluice.lanes.AuditReport.Repetition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Looks for two good rows of one key that arrived within {@code dedup.within} of one another, of
 * which deduplication should have let one through (design 4.1, point 4). Asks the table alone and
 * nothing of the index, so that it finds what that may have missed.
 *
 * <p>Goes window by window of arrival time: Spark sorts one window's keys at a time, on disk where
 * memory does not do. Reads beside a lane that appends.
 */
final class UniquenessAudit {
  private static final long ROWS_A_WINDOW = 5_000_000;

  private static final int EXAMPLES = 10;

  /** Clocks of writers differ, and a file is written before its commit. */
  private static final Duration CLOCKS = Duration.ofHours(1);

  /** A generation's creation and what was carried over into it. */
  private static final int FIRST_COMMITS = 3;

  private static final String KEY = "key";
  private static final String ARRIVED = "arrived";
  private static final String EARLIER = "earlier";
  private static final String[] COORDINATES = {
    SilverTable.TOPIC, SilverTable.PARTITION, SilverTable.OFFSET
  };

  private final LakeTable silver;
  private final Dedup dedup;
  private final long withinMicros;

  UniquenessAudit(LakeTable silver, Dedup dedup) {
    this.silver = silver;
    this.dedup = dedup;
    this.withinMicros = TimeUnit.NANOSECONDS.toMicros(dedup.within().toNanos());
  }

  /**
   * Looks at what could repeat a row, or be repeated by one, of a file that is new.
   *
   * @param uniqueAt when the last audit began that found nothing
   * @param judgedSince rows that arrived until then were judged by another {@code dedup} and may
   *     repeat one another
   */
  AuditReport run(Instant uniqueAt, Instant judgedSince, RequestHandler.Work work) {
    Instant begin = Instant.now();
    List<FileSpan> files = silver.files(SilverTable.ARRIVED_AT);
    List<AuditWindow> windows =
        AuditWindow.of(files, uniqueAt.minus(CLOCKS), dedup.within(), ROWS_A_WINDOW);
    long exempt = Math.max(micros(judgedSince), carriedOverUntil());
    Dataset<Row> rows = silver.read();
    AuditReport all = new AuditReport(begin, 0, 0, 0, List.of());
    for (int number = 0; number < windows.size(); number++) {
      work.check();
      work.progress().accept("audit: window %d of %d".formatted(number + 1, windows.size()));
      all = plus(all, look(rows, windows.get(number), exempt));
    }
    return all;
  }

  private AuditReport look(Dataset<Row> silverRows, AuditWindow window, long exempt) {
    Dataset<Row> rows = besideEarlier(silverRows, window);
    Column inWindow = col(ARRIVED).geq(window.from());
    Column earlier = col(EARLIER + "." + ARRIVED);
    Column opensKey = inWindow.and(coalesce(earlier.lt(window.from()), lit(true)));
    Column violates =
        inWindow
            .and(col(ARRIVED).gt(exempt))
            .and(coalesce(col(ARRIVED).minus(earlier).leq(withinMicros), lit(false)));
    Row counts = rows.agg(count_if(inWindow), count_if(opensKey), count_if(violates)).first();
    long violations = counts.getLong(2);
    List<Repetition> examples = violations == 0 ? List.of() : examples(rows.where(violates));
    return new AuditReport(
        Instant.EPOCH, counts.getLong(0), counts.getLong(1), violations, examples);
  }

  /** Rows of a window and of the bound before it, each with the one of its key that came before. */
  private Dataset<Row> besideEarlier(Dataset<Row> silverRows, AuditWindow window) {
    Column arrived = col(SilverTable.ARRIVED_AT);
    List<Column> columns = new ArrayList<>();
    for (int at = 0; at < dedup.key().size(); at++) {
      columns.add(col("`" + dedup.key().get(at) + "`").as(KEY + at));
    }
    columns.add(unix_micros(arrived).as(ARRIVED));
    RecordIdentity.SILVER_COLUMNS.stream()
        .filter(name -> !name.equals(SilverTable.ARRIVED_AT))
        .forEach(name -> columns.add(col(name)));
    WindowSpec byArrival =
        Window.partitionBy(key())
            .orderBy(
                col(ARRIVED),
                col(SilverTable.CLUSTER),
                col(SilverTable.TOPIC),
                col(SilverTable.PARTITION),
                col(SilverTable.OFFSET));
    Column place = struct(ARRIVED, COORDINATES);
    return silverRows
        .where(arrived.geq(time(window.from() - withinMicros)).and(arrived.lt(time(window.to()))))
        .select(columns.toArray(Column[]::new))
        .withColumn(EARLIER, lag(place, 1).over(byArrival));
  }

  private Column[] key() {
    return IntStream.range(0, dedup.key().size())
        .mapToObj(at -> col(KEY + at))
        .toArray(Column[]::new);
  }

  private static List<Repetition> examples(Dataset<Row> violations) {
    return violations
        .orderBy(ARRIVED, COORDINATES)
        .select(struct(EARLIER + ".*"), struct(COORDINATES[0], COORDINATES[1], COORDINATES[2]))
        .limit(EXAMPLES)
        .collectAsList()
        .stream()
        .map(row -> new Repetition(place(row.getStruct(0)), place(row.getStruct(1))))
        .toList();
  }

  private static RowCoordinates place(Row row) {
    return new RowCoordinates(
        row.getAs(SilverTable.TOPIC),
        row.<Integer>getAs(SilverTable.PARTITION),
        row.<Long>getAs(SilverTable.OFFSET));
  }

  private static AuditReport plus(AuditReport all, AuditReport window) {
    List<Repetition> examples = new ArrayList<>(all.examples());
    window.examples().stream().limit(EXAMPLES - examples.size()).forEach(examples::add);
    return new AuditReport(
        all.at(),
        all.rows() + window.rows(),
        all.keys() + window.keys(),
        all.violations() + window.violations(),
        examples);
  }

  /** Rows that a replay has carried over stay as another definition judged them. */
  private long carriedOverUntil() {
    Iterator<CommitEntry> commits = silver.commits(0);
    for (int number = 0; number < FIRST_COMMITS && commits.hasNext(); number++) {
      long until =
          commits
              .next()
              .metadata()
              .filter(CarryOver::isSaidIn)
              .map(said -> Reached.fromJson(said).frontier().fastest())
              .orElse(Long.MIN_VALUE);
      if (until != Long.MIN_VALUE) {
        return until;
      }
    }
    return Long.MIN_VALUE;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
