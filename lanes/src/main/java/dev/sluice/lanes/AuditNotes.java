package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What is remembered of the audits of a generation of silver: {@code
 * {lake}/_sluice/audits/<dataset>/g<N>.json}. Written under the lease.
 */
public final class AuditNotes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JUDGED_SINCE = "judged_since";
  private static final String UNIQUE_AT = "unique_at";
  private static final String LAST = "last";

  private final ControlFiles files;

  public AuditNotes(Lake lake, Configuration hadoop) {
    this.files = new ControlFiles(lake, hadoop);
  }

  /** What the last audit found; empty when there was none. */
  public Optional<AuditReport> last(String dataset, int generation) {
    return Optional.of(read(dataset, generation))
        .filter(note -> note.has(LAST))
        .map(note -> AuditReport.fromJson(note.get(LAST)));
  }

  /** The beginning of the last audit that found nothing. */
  Instant uniqueAt(String dataset, int generation) {
    return time(read(dataset, generation).path(UNIQUE_AT));
  }

  /** Rows that arrived until then may have been judged by another {@code dedup}. */
  Instant judgedSince(String dataset, int generation) {
    return time(read(dataset, generation).path(JUDGED_SINCE));
  }

  /** The {@code dedup} of rows to come is another one. */
  void judgedOtherwise(String dataset, int generation, Instant since) {
    ObjectNode note = read(dataset, generation);
    note.put(JUDGED_SINCE, since.toString());
    write(dataset, generation, note);
  }

  void audited(String dataset, int generation, AuditReport report) {
    ObjectNode note = read(dataset, generation);
    note.set(LAST, report.toJson());
    if (report.violations() == 0) {
      note.put(UNIQUE_AT, report.at().toString());
    }
    write(dataset, generation, note);
  }

  private static Instant time(JsonNode text) {
    return text.isMissingNode() ? Instant.EPOCH : Instant.parse(text.asText());
  }

  private ObjectNode read(String dataset, int generation) {
    return files
        .read(name(dataset, generation))
        .map(AuditNotes::parse)
        .orElse(JSON.createObjectNode());
  }

  private static ObjectNode parse(byte[] content) {
    try {
      return (ObjectNode) JSON.readTree(content);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot understand a note of an audit", e);
    }
  }

  private void write(String dataset, int generation, ObjectNode note) {
    files.write(name(dataset, generation), note.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private static String name(String dataset, int generation) {
    return "audits/" + dataset + "/g" + generation + ".json";
  }
}
