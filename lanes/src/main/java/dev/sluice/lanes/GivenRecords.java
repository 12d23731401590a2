package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.bronze.BronzeStage;
import dev.sluice.common.definition.DatasetDefinition;
import dev.sluice.common.definition.DatasetDefinition.EventTime;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.Wire;
import dev.sluice.common.definition.DatasetTest.Given;
import dev.sluice.common.definition.TestTime;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * What a test gives, as records of one partition of the dataset's topic in bronze. An event arrives
 * at its event time, and so much later as the test has advanced; what has no time arrives with the
 * record before it, the first one at noon.
 */
final class GivenRecords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOPIC_ID = "test";
  private static final int LOG_APPEND_TIME = 1;
  private static final long EPOCH = 1;
  private static final byte[] SCHEMA_ID_1 = {0, 0, 0, 0, 1};

  /** Numbers that mean a time outside of these were not meant as one, or in another unit. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private final DatasetDefinition definition;
  private final LocalDate today;
  private final String topic;
  private final List<Row> rows = new ArrayList<>();
  private Duration advanced = Duration.ZERO;
  private Instant arrival;
  private ArrivalFrontier frontier = ArrivalFrontier.NONE;
  private long batch;
  private boolean batchIsEmpty = true;

  private GivenRecords(DatasetDefinition definition, LocalDate today) {
    this.definition = definition;
    this.today = today;
    this.topic = definition.source().topics().get(0);
    this.arrival = today.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
  }

  /** Writes them to an empty bronze in one commit, as the batches that the test makes of them. */
  static void write(
      SparkSession session,
      List<Given> given,
      DatasetDefinition definition,
      LocalDate today,
      BronzeStage bronze) {
    GivenRecords records = new GivenRecords(definition, today);
    given.forEach(records::add);
    Rows rows = Rows.of(session.createDataFrame(records.rows, BronzeTable.SCHEMA));
    bronze.commit(List.of(rows), records.reached(), 1, offsets -> {});
  }

  private Reached reached() {
    SourceOffsets offsets = SourceOffsets.NONE.with(topic, TOPIC_ID, 0, rows.size());
    return new Reached(new BatchId(EPOCH, 0), new BatchId(EPOCH, batch), offsets, frontier);
  }

  private void add(Given given) {
    if (given instanceof Given.Advance advance) {
      advanced = advanced.plus(advance.by());
      arrival = arrival.plus(advance.by());
      batch += batchIsEmpty ? 0 : 1;
      batchIsEmpty = true;
    } else if (given instanceof Given.Raw raw) {
      add(raw.text().map(GivenRecords::bytes).orElse(null), raw.arrives(), Optional.empty());
    } else if (given instanceof Given.Event event) {
      ObjectNode fields = JSON.createObjectNode();
      event.fields().forEach((name, value) -> fields.set(name, inItsUnit(name, value)));
      JsonNode time = fields.path(definition.schema().eventTime().field());
      add(
          asWritten(bytes(fields.toString())),
          event.arrives(),
          instant(time).map(at -> at.plus(advanced)));
    }
  }

  private void add(byte[] value, Optional<String> arrives, Optional<Instant> own) {
    arrival = arrives.flatMap(text -> TestTime.at(text, today)).or(() -> own).orElse(arrival);
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, arrival);
    frontier = frontier.with(topic, 0, micros);
    batchIsEmpty = false;
    rows.add(
        RowFactory.create(
            definition.source().cluster(),
            topic,
            0,
            (long) rows.size(),
            Timestamp.from(arrival),
            LOG_APPEND_TIME,
            null,
            value,
            List.of(),
            Timestamp.from(arrival),
            EPOCH,
            batch,
            Date.valueOf(today)));
  }

  /** An event as its producer would have written it; no schema of JSON is looked up by its id. */
  private byte[] asWritten(byte[] document) {
    boolean isBare =
        definition.schema().format() instanceof Format.Json json
            && json.wire() instanceof Wire.Bare;
    return isBare
        ? document
        : ByteBuffer.allocate(SCHEMA_ID_1.length + document.length)
            .put(SCHEMA_ID_1)
            .put(document)
            .array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A clock time for the event time is one of today, as the schema has times. */
  private JsonNode inItsUnit(String field, JsonNode value) {
    EventTime time = definition.schema().eventTime();
    if (!field.equals(time.field()) || !value.isTextual() || !TestTime.isClock(value.asText())) {
      return value;
    }
    Instant at = TestTime.at(value.asText(), today).orElseThrow();
    return time.unit() == EventTime.Unit.ISO8601
        ? TextNode.valueOf(at.toString())
        : LongNode.valueOf(unit(time.unit()).between(Instant.EPOCH, at));
  }

  private Optional<Instant> instant(JsonNode time) {
    EventTime.Unit unit = definition.schema().eventTime().unit();
    if (unit == EventTime.Unit.ISO8601) {
      return TestTime.at(time.asText(), today);
    }
    if (!time.isIntegralNumber() || !time.canConvertToLong()) {
      return Optional.empty();
    }
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, LATEST);
    return Optional.of(time.longValue())
        .filter(value -> value > 0 && value < micros)
        .map(value -> Instant.EPOCH.plus(value, unit(unit)))
        .filter(at -> at.isAfter(EARLIEST) && at.isBefore(LATEST));
  }

  private static ChronoUnit unit(EventTime.Unit unit) {
    return switch (unit) {
      case SECONDS -> ChronoUnit.SECONDS;
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS, ISO8601 -> ChronoUnit.MICROS;
    };
  }
}
