package dev.sluice.common.definition;

import java.io.Serializable;

/** What becomes of a protected value. NULL stays NULL. */
public sealed interface ProtectMethod extends Serializable {

  /** {@code <key id>:<64 hex digits>}: HMAC-SHA-256 of the value's text. */
  record Hmac() implements ProtectMethod {}

  /**
   * Text with what is not kept replaced by {@code ****}, whatever its length. A text too short to
   * hide as many characters as it shows is hidden whole.
   *
   * @param first characters kept at the beginning
   * @param last characters kept at the end
   */
  record Mask(int first, int last) implements ProtectMethod {}

  /**
   * An address to its network, a date or timestamp to its month, a text to its first characters.
   *
   * @param length characters of a text that are kept; 0 for an address, a date or a timestamp
   */
  record Truncate(int length) implements ProtectMethod {}

  /** There is no such column. */
  record Drop() implements ProtectMethod {}
}
