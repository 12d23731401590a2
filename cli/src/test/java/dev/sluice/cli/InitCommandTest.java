package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.local.KafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir Path folder;

  @Test
  void aDraftOfAFileIsValidAndSaysWhatTheEventsAre() throws IOException {
    Path events = folder.resolve("events.jsonl");
    List<String> lines = new ArrayList<>(orders(400));
    lines.add(7, "not JSON");
    lines.add(9, "");
    lines.add(11, "[1]");
    lines.add(13, lines.get(12));
    Files.write(events, lines);
    TestConsole console = TestConsole.piped(folder);

    assertThat(init(console, "--from-file", events.toString())).as(console.error()).isZero();

    assertThat(console.out())
        .contains("looked at 401 events", "2 values were no JSON objects")
        .contains("not declared, kept in _extra: extra: several types")
        .contains("not declared, kept in _extra: nothing: nothing but null")
        .contains("not declared, kept in _extra: late: the name cannot be a column's")
        .contains("not declared, kept in _extra: odd name: the name cannot be a column's")
        .doesNotContain("dataset.yaml:");
    assertThat(Files.readString(folder.resolve("made/dataset.yaml")))
        .contains("  eventId: order_id", "# 400 different values in 401 events")
        .contains("eventTime: {field: at, unit: millis}".replace("at,", "\"at\","))
        .contains("- {name: total_not_negative, expr: \"total >= 0\", onFail: warn}")
        .contains("expr: \"country in ('DE', 'FR', 'PL')\"")
        .contains("expr: \"coupon is null or coupon in ('SPRING')\"")
        .contains("#   - {field: email, as: hmac}", "#   - {field: ip, as: truncate}")
        .contains("groupBy: [country]");
    JsonNode schema = schema();
    assertThat(schema.get("required"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "order_id",
            "at",
            "email",
            "ip",
            "country",
            "total",
            "weight",
            "items",
            "shipped",
            "address");
    assertThat(schema.at("/properties/total/sluiceType").asText()).isEqualTo("decimal(18,2)");
    assertThat(schema.at("/properties/weight").toString()).isEqualTo("{\"type\":\"number\"}");
    assertThat(schema.at("/properties/shipped/format").asText()).isEqualTo("date");
    assertThat(schema.at("/properties/address/properties/floor/type").asText())
        .isEqualTo("integer");
    assertThat(schema.at("/properties/address/required").toString()).isEqualTo("[\"city\"]");
    assertThat(schema.at("/properties/items/items/properties/sku/type").asText())
        .isEqualTo("string");
  }

  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    Path events = Files.write(folder.resolve("events.jsonl"), orders(50));
    TestConsole console = TestConsole.piped(folder);
    assertThat(init(console, "--from-file", events.toString())).isZero();
    Path dataset = folder.resolve("made/dataset.yaml");
    Files.writeString(dataset, "mine");

    TestConsole again = TestConsole.piped(folder);
    assertThat(init(again, "--from-file", events.toString())).isEqualTo(1);
    assertThat(again.error()).contains("it is there already", "SL-4061");
    assertThat(dataset).hasContent("mine");
    assertThat(init(TestConsole.piped(folder), "--from-file", events.toString(), "--force"))
        .isZero();
    assertThat(dataset).content().contains("name: orders");
  }

  @Test
  void whatCannotBeADatasetIsSaid() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n17\n");
    TestConsole console = TestConsole.piped(folder);
    assertThat(init(console, "--from-file", empty.toString())).isEqualTo(1);
    assertThat(console.error()).contains("it has no events (1 values", "SL-4060");

    Path timeless = Files.writeString(folder.resolve("timeless.jsonl"), "{\"id\": \"a\"}\n");
    TestConsole second = TestConsole.piped(folder);
    assertThat(init(second, "--from-file", timeless.toString())).isEqualTo(1);
    assertThat(second.error()).contains("can be an event time", "SL-4062");

    TestConsole third = TestConsole.piped(folder);
    assertThat(third.run("init", "Bad-Name", "--from-file", empty.toString())).isEqualTo(2);
    assertThat(third.error()).contains("Invalid value for <name>: Bad-Name");
    assertThat(folder.resolve("made")).doesNotExist();
  }

  @Test
  void theNewestEventsOfATopicAreTaken() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("shop.orders", 2);
      send(broker, "shop.orders", orders(60));
      Path platform =
          Files.writeString(
              folder.resolve("platform.yaml"),
              """
              apiVersion: sluice/v1
              kind: Platform
              lake: %s
              clusters: {eu: {bootstrapServers: "%s"}, main: {bootstrapServers: "127.0.0.1:1"}}
              """
                  .formatted(folder.resolve("lake"), broker.bootstrapServers()));
      String[] from = {"--platform", platform.toString(), "--from-topic", "shop.orders"};

      TestConsole console = TestConsole.piped(folder);
      assertThat(init(console, with(from, "--cluster", "eu", "--events", "20")))
          .as(console.error())
          .isZero();
      assertThat(console.out()).contains("looked at 20 events");
      assertThat(Files.readString(folder.resolve("made/dataset.yaml")))
          .contains("topics: [shop.orders]", "topic shop.orders: 20 events", "cluster: eu");

      writeRecord("kafka", broker.bootstrapServers());
      TestConsole local = TestConsole.piped(folder);
      assertThat(init(local, "--from-topic", "shop.orders", "--force"))
          .as("of the stack that runs, wherever it listens: %s", local.error())
          .isZero();
      assertThat(Files.readString(folder.resolve("made/dataset.yaml"))).contains("cluster: main");

      TestConsole unknown = TestConsole.piped(folder);
      assertThat(init(unknown, with(from, "--cluster", "us", "--force"))).isEqualTo(2);
      assertThat(unknown.error()).contains("Unknown cluster: us (known: eu, main)");
    }
  }

  /** As {@code sluice up} leaves it; this process is the server. */
  private void writeRecord(String name, String endpoint) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    Path run = Files.createDirectories(folder.resolve(".sluice/run"));
    new ObjectMapper()
        .writeValue(
            run.resolve(name + ".json").toFile(),
            Map.of(
                "name",
                name,
                "pid",
                self.pid(),
                "started",
                self.info().startInstant().orElseThrow().toString(),
                "endpoint",
                endpoint,
                "command",
                "java"));
  }

  private int init(TestConsole console, String... more) {
    String[] fixed = {"init", "orders", "--to", folder.resolve("made").toString()};
    return console.run(with(fixed, more));
  }

  private static String[] with(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private JsonNode schema() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("made/orders.schema.json").toFile());
  }

  private static List<String> orders(int count) {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      lines.add(
          """
          {"order_id": "o-%d", "at": %d, "email": "u%d@shop.example", "ip": "198.51.100.%d", \
          "country": "%s", "total": %d.%02d, "weight": 0.%d, "items": [{"sku": "s%d"}], \
          "shipped": "2026-03-0%d", "address": {"city": "Köln"%s}, "extra": %s, "nothing": null, \
          "late": true, "odd name": 1%s}"""
              .formatted(
                  n,
                  1_772_366_400_000L + random.nextInt(1_000_000),
                  n,
                  n % 250,
                  List.of("DE", "FR", "PL").get(n % 3),
                  random.nextInt(100),
                  random.nextInt(100),
                  12_345 + n,
                  n,
                  1 + n % 9,
                  n % 2 == 0 ? ", \"floor\": 3" : "",
                  n % 2 == 0 ? "1" : "\"one\"",
                  n % 2 == 0 ? ", \"coupon\": \"SPRING\"" : ""));
    }
    return lines;
  }

  private static void send(KafkaBroker broker, String topic, List<String> values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String value : values) {
        producer.send(
            new ProducerRecord<>(
                topic, values.indexOf(value) % 2, null, value.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }
}
