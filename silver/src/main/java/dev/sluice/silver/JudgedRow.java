package dev.sluice.silver;

import dev.sluice.common.table.Reason;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * One row and its verdict, on its way into a block.
 *
 * @param bronze as it came, of the bronze schema
 * @param silver as it will stand in silver; null unless the verdict is good
 * @param reason why it is in quarantine; null otherwise
 * @param rule names of the failed rules, or the clause whose evaluation failed; null where no rule
 *     is to blame
 * @param detail what a person needs to know, without payload; null where the reason says it all
 */
record JudgedRow(
    InternalRow bronze,
    Verdict verdict,
    UnsafeRow silver,
    Reason reason,
    String rule,
    String detail) {

  static JudgedRow good(InternalRow bronze, UnsafeRow silver) {
    return new JudgedRow(bronze, Verdict.GOOD, silver, null, null, null);
  }

  static JudgedRow filtered(InternalRow bronze) {
    return new JudgedRow(bronze, Verdict.FILTERED, null, null, null, null);
  }

  static JudgedRow quarantined(InternalRow bronze, Reason reason, String rule, String detail) {
    return new JudgedRow(bronze, Verdict.QUARANTINED, null, reason, rule, detail);
  }
}
