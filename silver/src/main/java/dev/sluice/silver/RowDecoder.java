package dev.sluice.silver;

import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.Wire;
import dev.sluice.common.table.Reason;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Decodes the values of one format strictly: any bytes give either a row or the one reason why they
 * give none. Not for two threads, and not serialisable: each task makes its own.
 */
abstract class RowDecoder {
  private InternalRow row;
  private Reason reason;
  private String detail;

  /** The decoder of a dataset's format. */
  static RowDecoder of(JudgeProgram program, DecoderLimits limits) {
    if (program.format() instanceof Format.Json json) {
      JsonDecoder decoder = new JsonDecoder(program.schema(), program.evolution(), limits);
      return json.wire() instanceof Wire.Bare ? decoder : new WireJsonDecoder(decoder);
    } else if (program.format() instanceof Format.Avro avro) {
      AvroDialect dialect =
          new AvroDialect(
              avro.schema(), program.schema(), eventTime(program), program.evolution(), limits);
      return of(avro.wire(), dialect);
    }
    Format.Protobuf protobuf = (Format.Protobuf) program.format();
    return of(
        protobuf.wire(),
        new ProtobufDialect(
            protobuf, program.schema(), eventTime(program), program.evolution(), limits));
  }

  private static String eventTime(JudgeProgram program) {
    return program.schema().fields().get(program.eventTime()).name();
  }

  private static RowDecoder of(Wire wire, Dialect dialect) {
    return wire instanceof Wire.Bare ? new BareDecoder(dialect.own()) : new WireDecoder(dialect);
  }

  /**
   * Whether the value is a row: {@link #row()} holds it then; otherwise {@link #reason()} and
   * {@link #detail()} say why not.
   */
  final boolean decode(byte[] value) {
    row = null;
    reason = null;
    detail = null;
    return read(value);
  }

  /** Ends with {@link #accept} or {@link #refuse}. */
  abstract boolean read(byte[] value);

  /** Tells what is known of writers' schemas by now. */
  void use(SchemaBook book) {}

  /** Schema ids met that the book in use has no answer for. */
  Set<Integer> missingSchemas() {
    return Set.of();
  }

  final boolean accept(InternalRow accepted) {
    row = accepted;
    return true;
  }

  final boolean refuse(Reason why, String text) {
    reason = why;
    detail = Detail.of(text);
    return false;
  }

  /** The row: the fields in schema order, then {@code _extra}. Null when there is none. */
  final InternalRow row() {
    return row;
  }

  /** Why there is no row; null when there is one. */
  final Reason reason() {
    return reason;
  }

  /**
   * What is wrong and where, in terms of the schema and of byte positions: nothing of the payload,
   * at most 512 characters. Null when there is a row.
   */
  final String detail() {
    return detail;
  }
}
