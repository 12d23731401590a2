package dev.sluice.common.error;

import java.util.List;

/** Messages about audits of silver. */
public final class AuditErrors {
  private AuditErrors() {}

  /** SL-4100: rows of silver repeat one another. */
  public static SluiceException notUnique(List<String> tables) {
    return new SluiceException(
        "SL-4100",
        ExitCode.QUALITY_GATE_FAILED,
        "Not unique: " + String.join(", ", tables),
        "a replay from bronze makes silver anew: `sluice replay <dataset>`");
  }

  /** SL-4101: nobody knows what makes a row of a table a duplicate. */
  public static SluiceException definitionUnknown(String table, String lake) {
    return new SluiceException(
        "SL-4101",
        ExitCode.FAILED,
        "Cannot audit " + table + ": " + lake + " has no definition of its dataset",
        "start a driver with the dataset once; it leaves its definition in the lake");
  }
}
