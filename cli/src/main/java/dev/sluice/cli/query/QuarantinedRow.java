package dev.sluice.cli.query;

import dev.sluice.common.table.RowCoordinates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of quarantine, with its bytes.
 *
 * @param rule the rules that failed, joined by a comma; null when none did
 * @param detail what the parser said; may be null
 * @param fate what has become of it since it was refused
 * @param record its bytes; empty when bronze has them no more
 */
public record QuarantinedRow(
    String dataset,
    String cluster,
    RowCoordinates coordinates,
    Instant arrivedAt,
    String reason,
    String rule,
    String detail,
    String definitionVersion,
    Fate fate,
    Optional<Bytes> record) {

  /**
   * Its last state.
   *
   * @param attempts how often it was judged again
   * @param outcome where a replayed row went; null otherwise
   */
  public record Fate(String state, long attempts, String outcome) {
    @Override
    public String toString() {
      return state
          + (outcome == null ? "" : " (" + outcome + ")")
          + (attempts == 0 ? "" : ", judged again: " + attempts);
    }
  }

  /**
   * How much of its bytes is fetched.
   *
   * @param bytes the first ones of the key, the value and each header
   * @param headers the first ones
   */
  public record Extent(int bytes, int headers) {
    /** Everything. */
    public static final Extent WHOLE = new Extent(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * What Kafka brought.
   *
   * @param key may be null
   * @param value may be null
   * @param headers the first ones
   * @param headerCount how many there are
   */
  public record Bytes(Part key, Part value, List<Header> headers, int headerCount) {
    public Bytes {
      headers = List.copyOf(headers);
    }
  }

  /**
   * Bytes, or the first of them.
   *
   * @param length how many there are
   */
  public record Part(byte[] first, int length) {}

  /**
   * One header; keys may repeat.
   *
   * @param value may be null
   */
  public record Header(String key, Part value) {}
}
