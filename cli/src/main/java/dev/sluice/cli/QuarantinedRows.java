package dev.sluice.cli;

import dev.sluice.cli.query.QuarantinedRow;
import dev.sluice.cli.query.QuarantinedRow.Extent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refused rows with their bytes, as lines for people and values for programs. */
final class QuarantinedRows {
  static final List<String> COLUMNS =
      List.of(
          "dataset",
          "cluster",
          "topic",
          "partition",
          "offset",
          "arrived_at",
          "reason",
          "rule",
          "detail",
          "definition_version",
          "state",
          "attempts",
          "outcome",
          "in_bronze",
          "schema_id",
          "key",
          "value",
          "headers");

  /** What people are shown of a row, unless they ask for all. */
  static final Extent SHOWN = new Extent(512, 20);

  private static final int HEADER_KEY_COLUMNS = 80;

  /** A zero byte, then the id in four. */
  private static final int WIRE_HEADER = 5;

  private final boolean hasSchemaIds;
  private final boolean full;

  /**
   * @param hasSchemaIds whether values are in Confluent's wire format
   * @param full whether every byte is shown
   */
  QuarantinedRows(boolean hasSchemaIds, boolean full) {
    this.hasSchemaIds = hasSchemaIds;
    this.full = full;
  }

  /** A row of values for each, by {@link #COLUMNS}; of rows that were fetched whole. */
  List<List<Object>> values(List<QuarantinedRow> rows) {
    return rows.stream().map(this::values).toList();
  }

  private List<Object> values(QuarantinedRow row) {
    QuarantinedRow.Bytes bytes = row.record().orElse(null);
    return Arrays.asList(
        row.dataset(),
        row.cluster(),
        row.coordinates().topic(),
        row.coordinates().partition(),
        row.coordinates().offset(),
        row.arrivedAt(),
        row.reason(),
        row.rule(),
        row.detail(),
        row.definitionVersion(),
        row.fate().state(),
        row.fate().attempts(),
        row.fate().outcome(),
        bytes != null,
        bytes == null ? null : schemaId(bytes.value()),
        bytes == null ? null : all(bytes.key()),
        bytes == null ? null : all(bytes.value()),
        bytes == null ? null : bytes.headers().stream().map(QuarantinedRows::header).toList());
  }

  private static Map<String, Object> header(QuarantinedRow.Header header) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", header.key());
    fields.put("value", all(header.value()));
    return fields;
  }

  private static byte[] all(QuarantinedRow.Part part) {
    return part == null ? null : part.first();
  }

  /** What people are shown. */
  List<String> lines(List<QuarantinedRow> rows) {
    List<String> lines = new ArrayList<>();
    for (QuarantinedRow row : rows) {
      lines.add(Cells.harmless(row.coordinates() + " of " + row.dataset()));
      lines.add("arrived: " + row.arrivedAt());
      lines.add("state: " + Cells.harmless(row.fate().toString()));
      lines.add("reason: " + Cells.harmless(row.reason()));
      if (row.rule() != null) {
        lines.add("rule: " + Cells.harmless(row.rule()));
      }
      if (row.detail() != null) {
        lines.add("detail: " + Cells.harmless(row.detail()));
      }
      lines.addAll(row.record().map(this::lines).orElse(List.of("bytes: bronze has them no more")));
      lines.add("");
    }
    return lines;
  }

  private List<String> lines(QuarantinedRow.Bytes bytes) {
    List<String> lines = new ArrayList<>(BytesDump.lines("key", bytes.key()));
    for (QuarantinedRow.Header header : bytes.headers()) {
      String key = Cells.harmless(header.key());
      lines.addAll(
          BytesDump.lines(
              "header " + (full ? key : Cells.fitted(key, HEADER_KEY_COLUMNS)), header.value()));
    }
    int more = bytes.headerCount() - bytes.headers().size();
    if (more > 0) {
      lines.add(more + " more headers (--full shows all)");
    }
    Integer schemaId = schemaId(bytes.value());
    if (schemaId != null) {
      lines.add("schema id: " + schemaId);
    }
    lines.addAll(BytesDump.lines("value", bytes.value()));
    return lines;
  }

  /** Null when the dataset's values have none, or this one does not begin with one. */
  private Integer schemaId(QuarantinedRow.Part value) {
    return hasSchemaIds
            && value != null
            && value.first().length >= WIRE_HEADER
            && value.first()[0] == 0
        ? ByteBuffer.wrap(value.first(), 1, Integer.BYTES).getInt()
        : null;
  }
}
