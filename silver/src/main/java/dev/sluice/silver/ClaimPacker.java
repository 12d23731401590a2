package dev.sluice.silver;

/**
 * Packs the good rows of one Spark partition for {@link DedupBatch}: 60 bytes a row, in the order
 * of the calls, which is the position a verdict refers to. Runs in the tasks; makes no object per
 * row.
 */
final class ClaimPacker {
  static final int ROW_BYTES = 60;
  static final int HIGH = 0;
  static final int LOW = 8;
  static final int ARRIVAL = 16;
  static final int PAYLOAD_HASH = 24;
  static final int EPOCH = 28;
  static final int BATCH = 36;
  static final int TOPIC = 44;
  static final int PARTITION = 48;
  static final int OFFSET = 52;

  private final PackedBytes rows = new PackedBytes();

  /**
   * Adds a row: its claim, then its place in bronze order.
   *
   * @param high and {@code low}: the {@link Fingerprint} of its key
   * @param topic the topic's index among the topics sorted by name
   */
  void add(
      long high,
      long low,
      long arrivalMicros,
      int payloadHash,
      long epoch,
      long batch,
      int topic,
      int partition,
      long offset) {
    rows.putLong(high)
        .putLong(low)
        .putLong(arrivalMicros)
        .putInt(payloadHash)
        .putLong(epoch)
        .putLong(batch)
        .putInt(topic)
        .putInt(partition)
        .putLong(offset);
  }

  /** The rows added so far. */
  byte[] toBytes() {
    return rows.toBytes();
  }
}
