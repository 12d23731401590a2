package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.local.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avro from Kafka to gold, with a real registry that fails in mid-stream. */
class AvroLaneTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "avro";
  private static final String FIRST = order("\"int\"", "");
  private static final String SECOND =
      order("\"long\"", ", {\"name\": \"country\", \"type\": \"string\", \"default\": \"?\"}");
  private static final String THIRD =
      order("\"long\"", ", {\"name\": \"note\", \"type\": [\"null\", \"string\"]}");
  private static final String FOURTH =
      order("\"long\"", ", {\"name\": \"remark\", \"type\": [\"null\", \"string\"]}");
  private static final String INCOMPATIBLE = order("\"boolean\"", "");

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: avro}
      source:
        kafka: {cluster: main, topics: [avro]}
      schema:
        format: avro
        file: order.avsc
        registry: {subject: avro-value}
        eventId: event_id
        eventTime: {field: occurred_at, unit: millis}
      silver:
        dedup: {key: [event_id], within: 30 minutes}
      gold:
        aggregates:
          - name: avro_sales
            window: {tumbling: 1 hour}
            groupBy: [country]
            measures: {orders: "count(*)", revenue: "sum(price)"}
      """;

  private static RegistryServer registry;
  @TempDir Path directory;

  @BeforeAll
  static void startRegistry() {
    registry = RegistryServer.start();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @Test
  void nothingIsLostOrDoubledWhileTheRegistryIsDown() throws Exception {
    int first = register(FIRST);
    int second = register(SECOND);
    int third = register(THIRD);
    int incompatible = register(INCOMPATIBLE);
    LakeTables tables = new LakeTables(directory.resolve("lake"), NAME);
    try (TestTopic topic = TestTopic.create(NAME, 2);
        Supervisor supervisor = supervise()) {
      for (int i = 0; i < 20; i++) {
        topic.sendBytes(i % 2, event(first, FIRST, "a" + i, i));
        topic.sendBytes(i % 2, event(second, SECOND, "b" + i, (long) i));
      }
      topic.sendBytes(0, event(incompatible, INCOMPATIBLE, "c", true));
      topic.sendBytes(1, event(99_999, FIRST, "d", 1));
      topic.sendBytes(1, event(incompatible + 1, FOURTH, "h", 1L));
      tables.awaitSilver(topic);

      registry.pause();
      topic.sendBytes(0, event(first, FIRST, "e", 1));
      tables.awaitSilver(topic);
      for (int i = 0; i < 10; i++) {
        topic.sendBytes(i % 2, event(third, THIRD, "f" + i, (long) i));
        topic.sendBytes(i % 2, event(second, SECOND, "g" + i, (long) i));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .during(Duration.ofSeconds(3))
          .until(() -> tables.silver().size() == 41 && tables.quarantine().size() == 3);
      tables.awaitBronze(topic);
      assertThat(supervisor.status().holds())
          .extracting(HoldStatus::kind, HoldStatus::code)
          .containsExactly(tuple("REGISTRY", "SL-2052"));
      assertThat(supervisor.status().warnings())
          .containsExactly(
              "schema registry " + registry.uri() + " has no answer: no answer within 500 ms");
      registry.resume();
      topic.sendBytes(1, event(first, FIRST, "g0", 1));
      tables.awaitSilver(topic);

      await().until(() -> supervisor.status().warnings().isEmpty());
      assertThat(supervisor.status().holds()).isEmpty();
      assertThat(supervisor.status().lanes())
          .allMatch(lane -> lane.restarts() == 0 && lane.accountingMismatches() == 0);
    } finally {
      registry.resume();
    }
    Accounting accounting = tables.accounting();
    assertThat(accounting.addsUp()).isTrue();
    assertThat(accounting.read()).isEqualTo(65);
    assertThat(accounting.good()).isEqualTo(61);
    assertThat(accounting.duplicate()).isEqualTo(1);
    assertThat(accounting.reasons())
        .isEqualTo(Map.of(Reason.SCHEMA_INCOMPATIBLE, 1L, Reason.SCHEMA_UNKNOWN, 2L));
    assertThat(tables.bronze()).hasSize(65);
    assertThat(tables.silver()).hasSize(61).doesNotHaveDuplicates();
    assertThat(LakeTables.lines(tables.silverTable().read().groupBy("country").count()))
        .containsExactly("?,31", "DE,30");

    assertThat(redrive()).as("nothing has changed").isFalse();
    assertThat(register(FOURTH)).isEqualTo(incompatible + 1);
    assertThat(redrive()).isTrue();
    assertThat(tables.silver()).hasSize(62).doesNotHaveDuplicates();
    assertThat(redrive()).as("99,999 stays unknown").isFalse();
    assertThat(
            LakeTables.lines(
                QuarantineTable.current(tables.quarantineTable().read())
                    .groupBy("reason", "state", "attempts")
                    .count()))
        .containsExactly(
            "SCHEMA_INCOMPATIBLE,open,0,1",
            "SCHEMA_UNKNOWN,replayed,1,1",
            "SCHEMA_UNKNOWN,still_failing,1,1");
  }

  private Supervisor supervise() throws IOException {
    return Supervisor.start(
        SparkForTests.session(), platform(), List.of(dataset()), WriteObserver.NONE);
  }

  private PlatformDefinition platform() {
    return TestStack.platform(directory.resolve("lake"), LaneOption.LIVE)
        .withRegistry(
            new Registry(
                registry.uri(), Optional.empty(), Duration.ofMillis(500), Duration.ofMinutes(5)));
  }

  private AnalyzedDataset dataset() throws IOException {
    Files.writeString(directory.resolve("order.avsc"), SECOND);
    Path file = Files.writeString(directory.resolve("avro.yaml"), DATASET);
    return Definitions.require(List.of(file), platform()).get(0);
  }

  /** What a driver does between requests, once its time has come. */
  private boolean redrive() throws Exception {
    return new SchemaRedrive(
            RequestContext.withoutLanes(SparkForTests.session(), platform()), List::of)
        .redrive(dataset(), new RequestHandler.Work(line -> {}, () -> false));
  }

  private static String order(String priceType, String more) {
    return """
        {"type": "record", "name": "Order", "fields": [
          {"name": "event_id", "type": "string"},
          {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "price", "type": %s}%s]}"""
        .formatted(priceType, more);
  }

  private static int register(String schema) throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(Map.of("schema", schema));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.uri() + "/subjects/avro-value/versions"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return JSON.readTree(answer).get("id").intValue();
  }

  /** An event of now in Confluent's wire format. */
  private static byte[] event(int id, String schema, String eventId, Object price)
      throws IOException {
    Schema writer = new Schema.Parser().parse(schema);
    GenericData.Record record = new GenericData.Record(writer);
    record.put("event_id", eventId);
    record.put("occurred_at", System.currentTimeMillis());
    record.put("price", price);
    if (writer.getField("country") != null) {
      record.put("country", "DE");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<>(writer).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
