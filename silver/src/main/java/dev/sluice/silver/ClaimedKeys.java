package dev.sluice.silver;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys that some rows claim, those that earlier keys of the platform would have signed
 * included, and the span of the rows' arrivals.
 */
final class ClaimedKeys implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Set<Key> keys = new HashSet<>();
  private long firstArrival = Long.MAX_VALUE;
  private long lastArrival = Long.MIN_VALUE;

  private record Key(long high, long low) implements Serializable {}

  static ClaimedKeys of(List<Claims> claims) {
    ClaimedKeys claimed = new ClaimedKeys();
    claims.forEach(claimed::add);
    return claimed;
  }

  private void add(Claims claims) {
    byte[] packed = claims.packed();
    for (int at = 0; at < packed.length; at += ClaimPacker.ROW_BYTES) {
      long arrival = PackedBytes.longAt(packed, at + ClaimPacker.ARRIVAL);
      firstArrival = Math.min(firstArrival, arrival);
      lastArrival = Math.max(lastArrival, arrival);
      keys.add(
          new Key(
              PackedBytes.longAt(packed, at + ClaimPacker.HIGH),
              PackedBytes.longAt(packed, at + ClaimPacker.LOW)));
    }
    byte[] earlier = claims.earlier();
    for (int at = 0; at < earlier.length; at += Claims.FINGERPRINT_BYTES) {
      keys.add(
          new Key(PackedBytes.longAt(earlier, at), PackedBytes.longAt(earlier, at + Long.BYTES)));
    }
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  boolean has(long high, long low) {
    return keys.contains(new Key(high, low));
  }

  /** In microseconds since 1970; nothing where there is no claim. */
  long firstArrival() {
    return firstArrival;
  }

  long lastArrival() {
    return lastArrival;
  }
}
