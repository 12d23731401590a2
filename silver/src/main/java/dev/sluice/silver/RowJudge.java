package dev.sluice.silver;

import dev.sluice.common.definition.DatasetDefinition.EventTime;
import dev.sluice.common.definition.DatasetDefinition.OnFail;
import dev.sluice.common.table.Reason;
import dev.sluice.silver.JudgeProgram.RuleProgram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.JavaConverters;

/**
 * Judges one row after another in the order of design 4.1, point 5: size, decode, schema, event
 * time, {@code where}, {@code select}, {@code enrich}, rules, protect. The first thing wrong
 * decides; every expression is evaluated once. Clear values stay in here. Not thread-safe; reused
 * from task to task, since compiling its expressions costs more than a small batch.
 */
final class RowJudge {
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** How far a producer's clock may run ahead of the arrival clock (design 4.1, point 4). */
  private static final long FUTURE_MICROS = 5 * 60 * MICROS_PER_SECOND;

  /** Outside of these the unit of the event time is in doubt (bad-input.md). */
  private static final long EARLIEST_MICROS =
      Instant.parse("2000-01-01T00:00:00Z").getEpochSecond() * MICROS_PER_SECOND;

  private static final long LATEST_MICROS =
      Instant.parse("9999-12-31T00:00:00Z").getEpochSecond() * MICROS_PER_SECOND;

  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  private static final GenericArrayData NO_WARNINGS = new GenericArrayData(new Object[0]);

  private final JudgeProgram program;
  private final RowDecoder decoder;
  private final BasePredicate where;
  private final UnsafeProjection silverRow;
  private final Enricher enricher;
  private final List<BasePredicate> rules = new ArrayList<>();
  private final long[] ruleFailures;
  private final GenericInternalRow context = new GenericInternalRow(JudgeProgram.CONTEXT.length());
  private final JoinedRow input = new JoinedRow();
  private final JoinedRow beside = new JoinedRow();
  private final Protector protector;
  private final EarlierKeys earlierKeys;
  private final int extra;
  private UnsafeRow clear;

  RowJudge(JudgeProgram program) {
    this.program = program;
    this.decoder = RowDecoder.of(program, DecoderLimits.DEFAULT.upTo(program.maxValueBytes()));
    this.where = program.where() == null ? null : Predicate.create(program.where());
    this.silverRow = projection(program.silverRow());
    this.enricher = program.lookups().isEmpty() ? null : new Enricher(program.lookups());
    program.rules().forEach(rule -> rules.add(Predicate.create(rule.condition())));
    this.ruleFailures = new long[rules.size()];
    this.protector = program.protection().isEmpty() ? null : new Protector(program.protection());
    this.earlierKeys = new EarlierKeys(program.protection(), program.dedupKey());
    this.extra = program.schema().fields().size();
  }

  private static UnsafeProjection projection(List<Expression> expressions) {
    return UnsafeProjection.create(JavaConverters.asScalaBuffer(expressions).toSeq());
  }

  /** Tells what is known of writers' schemas by now. */
  void use(SchemaBook book) {
    decoder.use(book);
  }

  /** Tells what reference tables hold by now; before the first row, where it takes from any. */
  void use(ReferenceBook book) {
    if (enricher != null) {
      enricher.use(book);
    }
  }

  /** Schema ids met since then that nobody has asked the registry for. */
  Set<Integer> missingSchemas() {
    return decoder.missingSchemas();
  }

  /** The verdict on one row of bronze; its silver row is overwritten by the next call. */
  JudgedRow judge(InternalRow bronze) {
    if (bronze.isNullAt(Bronze.VALUE)) {
      return JudgedRow.quarantined(bronze, Reason.TOMBSTONE, null, null);
    }
    byte[] value = bronze.getBinary(Bronze.VALUE);
    if (value.length > program.maxValueBytes()) {
      return JudgedRow.quarantined(
          bronze,
          Reason.TOO_LARGE,
          null,
          value.length + " bytes (at most " + program.maxValueBytes() + ")");
    }
    if (!decoder.decode(value)) {
      return JudgedRow.quarantined(bronze, decoder.reason(), null, decoder.detail());
    }
    InternalRow source = decoder.row();
    if (protector != null) {
      source.update(extra, protector.extra(source, extra));
    }
    UTF8String eventId = eventId(source);
    if (eventId.numBytes() == 0) {
      return JudgedRow.quarantined(bronze, Reason.MISSING_FIELD, null, "the event id is empty");
    }
    return judgeTime(bronze, source, eventId);
  }

  private JudgedRow judgeTime(InternalRow bronze, InternalRow source, UTF8String eventId) {
    long arrival = bronze.getLong(Bronze.ARRIVED_AT);
    long eventTime = eventTimeMicros(source);
    if (eventTime < EARLIEST_MICROS || eventTime >= LATEST_MICROS) {
      return JudgedRow.quarantined(
          bronze,
          Reason.EVENT_TIME_SUSPECT,
          null,
          "not between the years 2000 and 9999 when read as " + program.eventTimeUnit());
    }
    if (eventTime > arrival + FUTURE_MICROS) {
      long ahead = (eventTime - arrival) / MICROS_PER_SECOND;
      return JudgedRow.quarantined(
          bronze, Reason.FUTURE_EVENT_TIME, null, ahead + " s after its arrival");
    }
    fillContext(bronze, eventId, eventTime, arrival);
    return judgeContent(bronze, source);
  }

  /** One clause after another; a clause whose evaluation throws has failed, the stream goes on. */
  private JudgedRow judgeContent(InternalRow bronze, InternalRow source) {
    String clause = "where";
    try {
      if (where != null && !where.eval(source)) {
        return JudgedRow.filtered(bronze);
      }
      clause = "select";
      InternalRow all = input.apply(source, beside());
      boolean isFound = enricher == null || enricher.take(all);
      UnsafeRow silver = silverRow.apply(all);
      return isFound
          ? judgeRules(bronze, all, silver)
          : JudgedRow.quarantined(bronze, Reason.REFERENCE_MISS, null, enricher.miss());
    } catch (RuntimeException e) {
      return JudgedRow.quarantined(bronze, Reason.RULE_FAILED, clause, evaluationFailed(e));
    }
  }

  /** What stands beside the source: the context, and room for what is taken. */
  private InternalRow beside() {
    return enricher == null ? context : beside.apply(context, enricher.taken());
  }

  private static String evaluationFailed(RuntimeException e) {
    return "evaluation failed: " + e.getClass().getSimpleName();
  }

  /** How often each rule failed since this was last asked; without those that did not. */
  Map<String, Long> takeRuleFailures() {
    Map<String, Long> failures = new HashMap<>();
    for (int i = 0; i < ruleFailures.length; i++) {
      if (ruleFailures[i] > 0) {
        failures.put(program.rules().get(i).name(), ruleFailures[i]);
      }
    }
    Arrays.fill(ruleFailures, 0);
    return failures;
  }

  private JudgedRow judgeRules(InternalRow bronze, InternalRow all, UnsafeRow silver) {
    List<String> failed = null;
    List<Object> warnings = null;
    String detail = null;
    for (int i = 0; i < rules.size(); i++) {
      RuleProgram rule = program.rules().get(i);
      try {
        if (rules.get(i).eval(silver)) {
          continue;
        }
        ruleFailures[i]++;
        if (rule.onFail() == OnFail.WARN) {
          warnings = append(warnings, UTF8String.fromString(rule.name()));
          continue;
        }
      } catch (RuntimeException e) {
        ruleFailures[i]++;
        detail = evaluationFailed(e);
      }
      failed = append(failed, rule.name());
    }
    if (failed != null) {
      return JudgedRow.quarantined(bronze, Reason.RULE_FAILED, String.join(",", failed), detail);
    }
    clear = warnings == null ? silver : withWarnings(all, warnings);
    return JudgedRow.good(bronze, protector == null ? clear : protector.protect(clear));
  }

  /** Packs the last good row's key as the platform's earlier keys would have signed it. */
  void packEarlierKeys(PackedBytes fingerprints) {
    earlierKeys.pack(clear, fingerprints);
  }

  private UnsafeRow withWarnings(InternalRow all, List<Object> warnings) {
    context.update(4, new GenericArrayData(warnings.toArray()));
    UnsafeRow silver = silverRow.apply(all);
    context.update(4, NO_WARNINGS);
    return silver;
  }

  private void fillContext(InternalRow bronze, UTF8String id, long eventTime, long arrival) {
    context.update(0, id);
    context.update(1, eventTime);
    context.update(2, arrival);
    context.update(3, arrival - eventTime > program.lateAfterMicros());
    context.update(4, NO_WARNINGS);
    context.update(5, bronze.getUTF8String(Bronze.CLUSTER));
    context.update(6, bronze.getUTF8String(Bronze.TOPIC));
    context.update(7, bronze.getInt(Bronze.PARTITION));
    context.update(8, bronze.getLong(Bronze.OFFSET));
    context.update(9, (int) Math.floorDiv(eventTime, MICROS_PER_DAY));
  }

  private UTF8String eventId(InternalRow source) {
    return program.eventIdType() instanceof LongType
        ? UTF8String.fromString(Long.toString(source.getLong(program.eventId())))
        : source.getUTF8String(program.eventId());
  }

  /** An event time beyond what micros can say is as suspect as any other far one. */
  private long eventTimeMicros(InternalRow source) {
    long time = source.getLong(program.eventTime());
    return program.eventTimeUnit() == EventTime.Unit.SECONDS
        ? saturated(time, MICROS_PER_SECOND)
        : program.eventTimeUnit() == EventTime.Unit.MILLIS ? saturated(time, 1_000) : time;
  }

  private static long saturated(long value, long factor) {
    long high = Math.multiplyHigh(value, factor);
    long low = value * factor;
    boolean fits = (high == 0 && low >= 0) || (high == -1 && low < 0);
    return fits ? low : Long.MAX_VALUE;
  }

  private static <T> List<T> append(List<T> list, T value) {
    List<T> result = list == null ? new ArrayList<>() : list;
    result.add(value);
    return result;
  }
}
