package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.local.KafkaBroker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens when the topics, or the broker, are not what they were. */
class SourceChangesTest {
  @TempDir Path directory;

  @Test
  void aTopicMadeAnewEndsItsLaneAndNoOther() throws Exception {
    TestDataset unlucky = TestDataset.of(directory, "anew");
    TestDataset other = TestDataset.of(directory, "beside");
    try (TestTopic topic = TestTopic.create("anew", 1);
        TestTopic otherTopic = TestTopic.create("beside", 1)) {
      topic.send(0, event("a", "1.00", "DE"));
      try (RunningLane lane = unlucky.startLive(1)) {
        unlucky.tables().awaitSilver(topic);
      }
      recreate("anew");
      topic.send(0, event("b", "1.00", "DE"));

      try (Supervisor supervisor =
          Supervisor.start(
              SparkForTests.session(),
              unlucky.platform(),
              List.of(unlucky.definition(), other.definition()),
              WriteObserver.NONE)) {
        await().atMost(Duration.ofSeconds(60)).until(() -> supervisor.ended().isPresent());
        assertThat(supervisor.ended().orElseThrow().code()).isEqualTo("SL-2003");
        assertThat(supervisor.ended().orElseThrow())
            .hasMessageStartingWith("TOPIC_RECREATED: topic anew had id ");
        assertThat(supervisor.isAlive()).isTrue();
        otherTopic.send(0, event("a", "1.00", "DE"));
        other.tables().awaitSilver(otherTopic);
      }
      assertThat(unlucky.tables().bronze()).containsExactly("0:0");
    }
  }

  /** Batches are planned from descriptions some seconds old, so its records are read at first. */
  @ParameterizedTest
  @CsvSource({"LIVE, hot", "CHAINED, bronze"})
  void noRecordOfATopicMadeAnewIsCommittedForOneOfTheOld(LaneOption option, String write)
      throws Exception {
    String name = "anew_" + write;
    TestDataset dataset =
        TestDataset.of(directory, name).on(TestStack.platform(directory.resolve("lake"), option));
    AtomicBoolean isNew = new AtomicBoolean();
    try (TestTopic topic = TestTopic.create(name, 1)) {
      topic.send(0, event("old", "1.00", "DE"));
      // On the thread of the lane, which plans nothing meanwhile.
      WriteObserver afterWrite =
          written -> {
            if (written.equals(write) && isNew.compareAndSet(false, true)) {
              recreate(name);
              List.of("x", "y", "z").forEach(id -> topic.send(0, event(id, "1.00", "FR")));
            }
          };
      RunningLane.start(dataset.streamLane(1, afterWrite))
          .awaitDeath("TOPIC_RECREATED: topic " + name);
      assertThat(values(dataset.tables().bronzeTable())).allMatch(value -> value.contains("old"));
    }
  }

  private static List<String> values(LakeTable bronze) {
    return LakeTables.lines(bronze.read().selectExpr("cast(value as string)"));
  }

  private static void recreate(String topic) {
    try (Admin admin = TestStack.broker().admin()) {
      admin.deleteTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture().join();
    }
    TestStack.createTopic(topic, 1);
  }

  @Test
  void recordsLostBeforeTheyWereReadEndTheLaneAndTheGapIsNamed() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "gap");
    try (TestTopic topic = TestTopic.create("gap", 1);
        Admin admin = TestStack.broker().admin()) {
      topic.send(0, event("a", "1.00", "DE"));
      try (RunningLane lane = dataset.startLive(1)) {
        dataset.tables().awaitSilver(topic);
      }
      for (String id : List.of("b", "c", "d")) {
        topic.send(0, event(id, "1.00", "DE"));
      }
      var beforeLast = Map.of(new TopicPartition("gap", 0), RecordsToDelete.beforeOffset(3));
      admin.deleteRecords(beforeLast).all().get();

      try (Supervisor supervisor = dataset.supervise()) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !supervisor.isAlive());
        assertThat(supervisor.ended().orElseThrow().code()).isEqualTo("SL-2002");
        assertThat(supervisor.ended().orElseThrow()).hasMessageContaining("gap/0 from 1 to 2");
      }
      assertThat(dataset.tables().bronze()).containsExactly("0:0");
    }
  }

  /** As after an unclean leader election, or with a broker restored from an older backup. */
  @Test
  void aLogThatEndsBeforeWhatWasReadEndsTheLaneAndEveryStart() throws Exception {
    Path data = directory.resolve("kafka");
    KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.in(data));
    TestDataset dataset = TestDataset.of(directory, "shorter").on(platform(broker));
    Path log = data.resolve("data/shorter-0/00000000000000000000.log");
    try (broker;
        TestTopic topic = TestTopic.create(broker, "shorter", 1)) {
      topic.send(0, event("a", "1.00", "DE"));
      long bytesOfOne = Files.size(log);
      topic.send(0, event("b", "1.00", "DE"));
      topic.send(0, event("c", "1.00", "DE"));
      try (Supervisor supervisor = dataset.supervise()) {
        dataset.tables().awaitSilver(topic);
        broker.kill();
        truncate(log, bytesOfOne);
        broker.restart();
        await().atMost(Duration.ofSeconds(60)).until(() -> !supervisor.isAlive());
        assertThat(supervisor.ended().orElseThrow().code()).isEqualTo("SL-2006");
      }
      dataset
          .startLive(9)
          .awaitDeath(
              "LOG_TRUNCATED: shorter/0 ends at offset 1 in Kafka, but has been read up to offset 3");
      assertThat(dataset.tables().bronze()).containsExactly("0:0", "0:1", "0:2");
    }
  }

  private static void truncate(Path log, long bytes) throws IOException {
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(bytes);
    }
  }

  /** The beginning of a partition counts from when the lane first saw it, empty as it was. */
  @Test
  void recordsLostFromAPartitionThatWasEmptyAreNamedToo() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "gap_in_empty");
    try (TestTopic topic = TestTopic.create("gap_in_empty", 2);
        Admin admin = TestStack.broker().admin()) {
      topic.send(0, event("a", "1.00", "DE"));
      try (RunningLane lane = dataset.startLive(1)) {
        dataset.tables().awaitSilver(topic);
      }
      topic.send(1, event("b", "1.00", "DE"));
      topic.send(1, event("c", "1.00", "DE"));
      var first = Map.of(new TopicPartition("gap_in_empty", 1), RecordsToDelete.beforeOffset(1));
      admin.deleteRecords(first).all().get();

      dataset.startLive(2).awaitDeath("gap_in_empty/1 from 0 to 0");
    }
  }

  @Test
  void addedPartitionsAreReadFromTheirBeginning() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "grows", ", startingOffsets: latest");
    try (TestTopic topic = TestTopic.create("grows", 1);
        Admin admin = TestStack.broker().admin();
        RunningLane lane = dataset.startLive(1)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> dataset.tables().bronzeBegins());
      topic.send(0, event("a", "1.00", "DE"));
      dataset.tables().awaitSilver(topic);
      admin.createPartitions(Map.of("grows", NewPartitions.increaseTo(2))).all().get();
      topic.send(1, event("b", "1.00", "DE"));
      topic.send(1, event("c", "1.00", "DE"));
      dataset.tables().awaitSilver(topic);
      dataset.tables().assertComplete(topic);
    }
  }

  /** What comes after the first start is read, though the lane died before it wrote any of it. */
  @Test
  void latestIsWhereTheFirstStartFoundTheTopic() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "latest", ", startingOffsets: latest");
    Killer killer = new Killer();
    try (TestTopic topic = TestTopic.create("latest", 1)) {
      topic.send(0, event("before", "1.00", "DE"));
      killer.aimAt("hot");
      RunningLane first = dataset.startLive(1, 0, killer);
      await().atMost(Duration.ofSeconds(60)).until(() -> dataset.tables().bronzeBegins());
      topic.send(0, event("a", "1.00", "DE"));
      first.awaitDeath("died after hot");
      topic.send(0, event("b", "1.00", "DE"));
      try (RunningLane second = dataset.startLive(2)) {
        dataset.tables().awaitSilver(topic);
      }
      assertThat(dataset.tables().bronze()).containsExactly("0:1", "0:2");
    }
  }

  @Test
  void aBrokerKilledAndRestartedCostsNothing() throws Exception {
    KafkaBroker broker = KafkaBroker.start();
    TestDataset dataset = TestDataset.of(directory, "outage").on(platform(broker));
    try (broker;
        TestTopic topic = TestTopic.create(broker, "outage", 2);
        Supervisor supervisor = dataset.supervise()) {
      topic.send(0, event("a", "1.00", "DE"));
      topic.send(1, event("b", "1.00", "DE"));
      dataset.tables().awaitSilver(topic);
      topic.send(0, event("c", "1.00", "DE"));
      broker.kill();
      broker.restart();
      topic.send(0, event("d", "1.00", "DE"));
      topic.send(1, event("e", "1.00", "DE"));
      dataset.tables().awaitSilver(topic);
      dataset.tables().assertComplete(topic);
      assertThat(supervisor.isAlive()).isTrue();
    }
  }

  private PlatformDefinition platform(KafkaBroker broker) {
    return TestStack.platform(directory.resolve("lake"), LaneOption.LIVE, broker, Optional.empty());
  }
}
