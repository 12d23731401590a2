package dev.sluice.common.table;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.Measure;
import dev.sluice.common.definition.RowExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Gold: {@code {lake}/gold/<aggregate>/g<N>}: {@code window_start, window_end, <groupBy>,
 * <measures>, late_rows, final, version, updated_at, _state, window_bucket}. One row per window and
 * group.
 */
public final class GoldTable {
  public static final String WINDOW_START = "window_start";
  public static final String WINDOW_END = "window_end";

  /** How many of the row's events were late: they are in the measures too. */
  public static final String LATE_ROWS = "late_rows";

  /** Whether nothing on time can change the row any more. */
  public static final String FINAL = "final";

  /** The silver version whose rows last changed the row's measures. */
  public static final String VERSION = "version";

  /** When the row was last written with a change. */
  public static final String UPDATED_AT = "updated_at";

  /** What measures need beyond their value to go on, such as an average's sum and count. */
  public static final String STATE = "_state";

  /**
   * The partition: the start of the span of {@code window_start} that the row lies in, as {@code
   * yyyy-MM-dd-HH-mm} in UTC. Text, since every engine prunes it, it sorts as time does, and it
   * needs no escape in a path.
   */
  public static final String WINDOW_BUCKET = "window_bucket";

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);

  private GoldTable() {}

  /** The columns of one aggregate's table. */
  public static StructType schema(AnalyzedAggregate aggregate) {
    StructType schema =
        new StructType()
            .add(WINDOW_START, DataTypes.TimestampType)
            .add(WINDOW_END, DataTypes.TimestampType);
    for (RowExpression column : aggregate.groupBy()) {
      schema = schema.add(column.name(), column.type());
    }
    for (Measure measure : aggregate.measures()) {
      schema = schema.add(measure.name(), measure.type());
    }
    schema =
        schema
            .add(LATE_ROWS, DataTypes.LongType)
            .add(FINAL, DataTypes.BooleanType)
            .add(VERSION, DataTypes.LongType)
            .add(UPDATED_AT, DataTypes.TimestampType);
    Optional<StructType> state = state(aggregate.measures());
    if (state.isPresent()) {
      schema = schema.add(STATE, state.get());
    }
    return schema.add(WINDOW_BUCKET, DataTypes.StringType);
  }

  /** The type of {@link #STATE}; empty when every measure goes on from its value. */
  public static Optional<StructType> state(List<Measure> measures) {
    StructType state = new StructType();
    for (Measure measure : measures) {
      for (StateField field : StateField.of(measure)) {
        if (!field.isColumn()) {
          state = state.add(field.name(), field.type());
        }
      }
    }
    return state.isEmpty() ? Optional.empty() : Optional.of(state);
  }

  /**
   * The partition of a window.
   *
   * @param windowStart in micros since 1970
   */
  public static String bucket(long windowStart, Duration span) {
    long micros = span.toNanos() / 1_000;
    Instant start =
        Instant.EPOCH.plus(Math.floorDiv(windowStart, micros) * micros, ChronoUnit.MICROS);
    return (span.toSeconds() % 60 == 0 ? MINUTES : SECONDS).format(start);
  }
}
