package dev.sluice.silver;

import java.io.Serializable;

/**
 * The claims of a block's good rows on their keys.
 *
 * @param packed by {@link ClaimPacker}
 * @param earlier for each row in the same order the fingerprints of its key under the platform's
 *     earlier keys, two longs each; empty where the key does not depend on them
 */
record Claims(byte[] packed, byte[] earlier) implements Serializable {
  static final int FINGERPRINT_BYTES = 16;

  /** Claims on keys that nothing signs. */
  static Claims of(byte[] packed) {
    return new Claims(packed, new byte[0]);
  }

  int earlierBytesPerRow() {
    return packed.length == 0 ? 0 : earlier.length / (packed.length / ClaimPacker.ROW_BYTES);
  }
}
