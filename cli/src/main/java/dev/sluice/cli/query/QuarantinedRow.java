package dev.sluice.cli.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of quarantine, with its bytes.
 *
 * @param rule the rules that failed, joined by a comma; null when none did
 * @param detail what the parser said; may be null
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
    Optional<Bytes> record) {

  /**
   * What Kafka brought.
   *
   * @param key may be null
   * @param value may be null
   */
  public record Bytes(byte[] key, byte[] value, List<Header> headers) {
    public Bytes {
      headers = List.copyOf(headers);
    }
  }

  /**
   * One header; keys may repeat.
   *
   * @param value may be null
   */
  public record Header(String key, byte[] value) {}
}
