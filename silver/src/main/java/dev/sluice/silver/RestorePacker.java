package dev.sluice.silver;

/**
 * Packs the claims of rows that are in silver, from which an index is rebuilt: 28 bytes a row. Runs
 * in the tasks that read silver; makes no object per row.
 */
final class RestorePacker {
  private static final int ROW_BYTES = 28;
  private static final int LOW = 8;
  private static final int ARRIVAL = 16;
  private static final int PAYLOAD_HASH = 24;

  private final PackedBytes rows = new PackedBytes();

  /** Adds the claim of one row. */
  void add(long high, long low, long arrivalMicros, int payloadHash) {
    rows.putLong(high).putLong(low).putLong(arrivalMicros).putInt(payloadHash);
  }

  /** The claims added so far. */
  byte[] toBytes() {
    return rows.toBytes();
  }

  /** Adds packed claims to an index, on the driver. */
  static void restore(byte[] packed, DedupIndex index) {
    for (int at = 0; at < packed.length; at += ROW_BYTES) {
      index.restore(
          PackedBytes.longAt(packed, at),
          PackedBytes.longAt(packed, at + LOW),
          PackedBytes.longAt(packed, at + ARRIVAL),
          PackedBytes.intAt(packed, at + PAYLOAD_HASH));
    }
  }
}
