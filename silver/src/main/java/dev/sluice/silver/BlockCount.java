package dev.sluice.silver;

import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.SilverTable;
import dev.sluice.silver.BlockSummary.Coverage;
import dev.sluice.silver.BlockSummary.SourcePartition;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** Counts the verdicts of one block and packs the claims of its good rows. */
final class BlockCount {
  private static final int EVENT_TIME = SilverTable.HEAD.fieldIndex(SilverTable.EVENT_TIME);
  private static final int ARRIVED_AT = SilverTable.HEAD.fieldIndex(SilverTable.ARRIVED_AT);
  private static final int LATE = SilverTable.HEAD.fieldIndex(SilverTable.LATE);
  private static final int WARNINGS = SilverTable.HEAD.fieldIndex(SilverTable.WARNINGS);

  private final JudgeProgram program;
  private final JudgeKit kit;
  private final ClaimPacker claims = new ClaimPacker();
  private final PackedBytes earlierClaims = new PackedBytes();
  private final Map<SourcePartition, Coverage> coverage = new HashMap<>();
  private final BitSet late = new BitSet();
  private final BitSet warned = new BitSet();
  private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
  private long read;
  private int good;
  private long quarantined;
  private long filtered;
  private long bytes;
  private long maxEventMicros = Long.MIN_VALUE;

  BlockCount(JudgeProgram program, JudgeKit kit) {
    this.program = program;
    this.kit = kit;
  }

  void add(JudgedRow row) {
    read++;
    cover(row.bronze());
    switch (row.verdict()) {
      case GOOD -> addGood(row.bronze(), row.silver());
      case QUARANTINED -> {
        quarantined++;
        reasons.merge(row.reason(), 1L, Long::sum);
      }
      case FILTERED -> filtered++;
    }
  }

  private void cover(InternalRow bronze) {
    bytes += bronze.isNullAt(Bronze.VALUE) ? 0 : bronze.getBinary(Bronze.VALUE).length;
    long offset = bronze.getLong(Bronze.OFFSET);
    coverage.merge(
        new SourcePartition(
            bronze.getUTF8String(Bronze.TOPIC).toString(), bronze.getInt(Bronze.PARTITION)),
        new Coverage(1, offset, offset, bronze.getLong(Bronze.ARRIVED_AT)),
        Coverage::plus);
  }

  private void addGood(InternalRow bronze, UnsafeRow silver) {
    late.set(good, silver.getBoolean(LATE));
    warned.set(good, silver.getArray(WARNINGS).numElements() > 0);
    good++;
    maxEventMicros = Math.max(maxEventMicros, silver.getLong(EVENT_TIME));
    if (!program.dedupKey().isEmpty()) {
      pack(bronze, silver);
    }
  }

  private void pack(InternalRow bronze, UnsafeRow silver) {
    kit.key().read(silver);
    claims.add(
        kit.key().high(),
        kit.key().low(),
        silver.getLong(ARRIVED_AT),
        Fingerprint.payloadHash(kit.payload().apply(silver)),
        bronze.getLong(Bronze.EPOCH),
        bronze.getLong(Bronze.BATCH),
        program.topics().indexOf(bronze.getUTF8String(Bronze.TOPIC).toString()),
        bronze.getInt(Bronze.PARTITION),
        bronze.getLong(Bronze.OFFSET));
    kit.judge().packEarlierKeys(earlierClaims);
  }

  BlockSummary summary() {
    return new BlockSummary(
        new Claims(claims.toBytes(), earlierClaims.toBytes()),
        late,
        warned,
        Map.copyOf(coverage),
        new Accounting(
            read, good, 0, quarantined, filtered, 0, 0, 0, reasons, kit.judge().takeRuleFailures()),
        bytes,
        maxEventMicros,
        kit.judge().missingSchemas());
  }
}
