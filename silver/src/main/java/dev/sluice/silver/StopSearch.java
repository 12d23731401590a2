package dev.sluice.silver;

import dev.sluice.common.spark.PartitionFunction;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.silver.JudgedBlock.Quarantined;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Looks through judged rows for the first of each partition, in bronze order, that failed one of
 * some rules and that nobody has acknowledged.
 */
final class StopSearch implements PartitionFunction<JudgedBlock, RuleFailure> {
  private static final long serialVersionUID = 1L;

  private final Set<String> rules;
  private final String acknowledged;

  /**
   * @param acknowledged the source's offsets before which failures are known
   */
  StopSearch(Set<String> rules, SourceOffsets acknowledged) {
    this.rules = rules;
    this.acknowledged = acknowledged.toString();
  }

  @Override
  public Iterator<RuleFailure> apply(int partition, Iterator<JudgedBlock> blocks) {
    SourceOffsets known = SourceOffsets.parse(acknowledged);
    RuleFailure first = null;
    while (blocks.hasNext()) {
      Iterator<Quarantined> rows = blocks.next().quarantined();
      while (rows.hasNext()) {
        Quarantined row = rows.next();
        if (failsOne(row.problem())) {
          RuleFailure failure = failure(row);
          boolean isNew = failure.offset() >= next(known, failure);
          first = isNew && (first == null || failure.compareTo(first) < 0) ? failure : first;
        }
      }
    }
    return first == null ? List.<RuleFailure>of().iterator() : List.of(first).iterator();
  }

  private static long next(SourceOffsets known, RuleFailure failure) {
    return known.next(failure.topic(), failure.partition()).orElse(0);
  }

  private boolean failsOne(InternalRow problem) {
    if (problem.isNullAt(JudgedBlock.RULE)) {
      return false;
    }
    for (String rule : problem.getUTF8String(JudgedBlock.RULE).toString().split(",")) {
      if (rules.contains(rule)) {
        return true;
      }
    }
    return false;
  }

  private static RuleFailure failure(Quarantined row) {
    InternalRow bronze = row.bronze();
    return new RuleFailure(
        row.problem().getUTF8String(JudgedBlock.RULE).toString(),
        bronze.getLong(Bronze.EPOCH),
        bronze.getLong(Bronze.BATCH),
        bronze.getLong(Bronze.ARRIVED_AT),
        bronze.getUTF8String(Bronze.TOPIC).toString(),
        bronze.getInt(Bronze.PARTITION),
        bronze.getLong(Bronze.OFFSET));
  }
}
