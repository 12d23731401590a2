package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.local.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avro from Kafka to gold, with a real registry that fails in mid-stream. */
class AvroLaneTest {
  private static final String NAME = "avro";
  private static final String FIRST = order("\"int\"", "");
  private static final String COUNTRY =
      ", {\"name\": \"country\", \"type\": \"string\", \"default\": \"?\"}";
  private static final String SECOND = order("\"long\"", COUNTRY);
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

  private final RegistryServer registry = TestRegistry.server();
  @TempDir Path directory;

  @Test
  void nothingIsLostOrDoubledWhileTheRegistryIsDown() throws Exception {
    int first = register(FIRST);
    int second = register(SECOND);
    int third = register(THIRD);
    int incompatible = register(INCOMPATIBLE);
    LakeTables tables = new LakeTables(directory.resolve("lake"), NAME);
    AtomicLong clock = new AtomicLong();
    try (TestTopic topic = TestTopic.create(NAME, 2);
        Supervisor supervisor = supervise(clock)) {
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
      assertThat(tables.silver()).hasSize(61);
      theDriverAsksAgain(tables, incompatible + 1, clock);
      topic.sendBytes(0, event(second, SECOND, "h", 1L));
      theDatasetGainsAColumn();
      topic.sendBytes(0, event(incompatible + 1, FOURTH, "i", 1L));
      topic.sendBytes(1, event(first, FIRST, "e", 1));
      tables.awaitSilver(topic);
      assertThat(supervisor.status().lanes())
          .allMatch(lane -> lane.restarts() == 0 && lane.accountingMismatches() == 0);
    } finally {
      registry.resume();
    }
    Accounting accounting = tables.accounting();
    assertThat(accounting.addsUp()).isTrue();
    assertThat(accounting.read()).isEqualTo(68);
    assertThat(accounting.good()).isEqualTo(62);
    assertThat(accounting.duplicate()).as("one of a row that came back").isEqualTo(3);
    assertThat(accounting.reasons())
        .isEqualTo(Map.of(Reason.SCHEMA_INCOMPATIBLE, 1L, Reason.SCHEMA_UNKNOWN, 2L));
    assertThat(tables.bronze()).hasSize(68);
    assertThat(tables.silver()).hasSize(63).doesNotHaveDuplicates();
    assertThat(LakeTables.lines(tables.silverTable().read().groupBy("country").count()))
        .containsExactly("?,33", "DE,30");
    assertThat(
            LakeTables.lines(
                tables
                    .silverTable()
                    .read()
                    .where("event_id in ('h', 'i')")
                    .select("event_id", "remark", "_extra")))
        .containsExactly("h,null,{\"remark\":\"new\"}", "i,new,null");
    assertThat(states(tables))
        .containsExactly(
            "SCHEMA_INCOMPATIBLE,open,0,1",
            "SCHEMA_UNKNOWN,replayed,1,1",
            "SCHEMA_UNKNOWN,still_failing,1,1");
  }

  /** Under the stream, and by its clock alone: nobody posts a request. */
  private static void theDriverAsksAgain(LakeTables tables, int missing, AtomicLong clock) {
    clock.addAndGet(RedriveTimes.FIRST_PAUSE.toNanos());
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> tables.silver().size() == 61 && states(tables).size() == 2);
    assertThat(register(FOURTH)).isEqualTo(missing);
    clock.addAndGet(RedriveTimes.FIRST_PAUSE.multipliedBy(2).toNanos());
    await().atMost(Duration.ofSeconds(60)).until(() -> tables.silver().size() == 62);
    await().atMost(Duration.ofSeconds(60)).until(() -> states(tables).size() == 3);
    clock.addAndGet(RedriveTimes.FIRST_PAUSE.toNanos());
  }

  /** What only writers knew becomes a column. */
  private void theDatasetGainsAColumn() throws Exception {
    String remark = ", {\"name\": \"remark\", \"type\": [\"null\", \"string\"], \"default\": null}";
    Path folder = Files.createDirectories(directory.resolve("more"));
    Files.writeString(folder.resolve("order.avsc"), order("\"long\"", COUNTRY + remark));
    Path file = Files.writeString(folder.resolve("avro.yaml"), DATASET);
    JsonNode applied =
        TestDataset.of(directory, NAME)
            .byTheDriver(new Request.Apply(NAME, DefinitionFiles.read(file)));
    assertThat(applied.get("columns_added").toString()).isEqualTo("[\"remark\"]");
  }

  /** How many rows of quarantine are in which state. */
  private static List<String> states(LakeTables tables) {
    return LakeTables.lines(
        QuarantineTable.current(tables.quarantineTable().read())
            .groupBy("reason", "state", "attempts")
            .count());
  }

  private Supervisor supervise(AtomicLong clock) throws IOException {
    return Supervisor.start(
        SparkForTests.session(), platform(), List.of(dataset()), WriteObserver.NONE, clock::get);
  }

  private PlatformDefinition platform() {
    return TestRegistry.on(TestStack.platform(directory.resolve("lake"), LaneOption.LIVE));
  }

  private AnalyzedDataset dataset() throws IOException {
    Files.writeString(directory.resolve("order.avsc"), SECOND);
    Path file = Files.writeString(directory.resolve("avro.yaml"), DATASET);
    return Definitions.require(List.of(file), platform()).get(0);
  }

  private static String order(String priceType, String more) {
    return """
        {"type": "record", "name": "Order", "fields": [
          {"name": "event_id", "type": "string"},
          {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "price", "type": %s}%s]}"""
        .formatted(priceType, more);
  }

  private static int register(String schema) {
    return TestRegistry.register("avro-value", "AVRO", schema);
  }

  /** An event of now in Confluent's wire format. */
  private static byte[] event(int id, String schema, String eventId, Object price) {
    return TestRegistry.wired(
        id,
        TestAvro.bytes(
            schema,
            Map.of(
                "event_id",
                eventId,
                "occurred_at",
                System.currentTimeMillis(),
                "price",
                price,
                "country",
                "DE",
                "remark",
                "new")));
  }
}
