package dev.sluice.silver;

import dev.sluice.common.table.Reason;
import java.util.Arrays;

/**
 * Decodes JSON events in Confluent's wire format. The schema id is not looked up: a document says
 * itself what it holds, and the dataset's own schema judges it. Positions in details count from the
 * beginning of the document.
 */
final class WireJsonDecoder extends RowDecoder {
  private final JsonDecoder documents;

  WireJsonDecoder(JsonDecoder documents) {
    this.documents = documents;
  }

  @Override
  boolean read(byte[] value) {
    if (!WireHeader.isBefore(value)) {
      return refuse(Reason.SCHEMA_UNKNOWN, WireHeader.MISSING);
    }
    byte[] document = Arrays.copyOfRange(value, WireHeader.BYTES, value.length);
    return documents.decode(document)
        ? accept(documents.row())
        : refuse(documents.reason(), documents.detail());
  }
}
