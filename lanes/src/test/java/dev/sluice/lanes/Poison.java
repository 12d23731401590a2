package dev.sluice.lanes;

import dev.sluice.common.table.Reason;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * A generator of values that silver must refuse, with the reason it must give. Two values of a
 * generator differ in what does not matter to the verdict.
 *
 * @param reason of every value
 * @param value of a random source and an id that is new; null is a tombstone
 */
record Poison(Reason reason, BiFunction<Random, String, byte[]> value) {
  /** In every value that has text, and so in no log. */
  static final String MARKER = "payl0ad";

  /** A text of an event that means something to terminals, browsers and loggers. */
  static final String HOSTILE = MARKER + " <script>${jndi:ldap://x}</script>\r\n\u001b[31m";

  /** What a dataset allows at most, but for generators of {@link Reason#TOO_LARGE}. */
  static final int MAX_VALUE_BYTES = 8 << 10;
}
