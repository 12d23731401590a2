package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.s3.PretendedS3;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Subject;
import dev.sluice.common.table.WriteObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What lanes do on a disk they do in a pretended S3. */
class LakeInS3Test {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static String bucket;
  private static Configuration hadoop;

  @TempDir Path directory;

  @BeforeAll
  static void makeBucket() throws Exception {
    bucket = PretendedS3.makeBucket("lanes");
    hadoop = PretendedS3.configure(SparkForTests.session().sparkContext().hadoopConfiguration());
  }

  @Test
  @Tag("slow")
  void everythingThatADriverDoesWorksThere() throws Exception {
    TestDataset dataset = dataset("in_s3");
    try (TestTopic topic = TestTopic.create("in_s3", 2);
        Jedis redis = TestStack.redis();
        Supervisor supervisor = dataset.supervise()) {
      assertThatThrownBy(dataset::supervise)
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("another driver holds it (host ");
      for (int wave = 0; wave < 3; wave++) {
        topic.send(0, event("a" + wave, "1.00", "DE"));
        topic.send(1, event("b" + wave, "-1.00", "DE"));
        dataset.tables().awaitSilver(topic);
      }
      dataset.tables().awaitGold();
      assertThat(maintain(dataset, "silver.in_s3").path("optimize").path("files_added").asInt())
          .isEqualTo(1);

      ReplayReport report = dataset.replay(1_000, WriteObserver.NONE).replay(Optional.empty());
      assertThat(report.isEqual()).isTrue();
      assertThat(dataset.swap(report.generation()).path("generation").asInt()).isEqualTo(2);
      topic.send(0, event("c", "2.00", "FR"));

      LakeTables after = dataset.tables(2);
      after.awaitSilver(topic);
      after.awaitGold();
      after.awaitHot(redis);
      after.assertComplete(topic);
      topic.send(1, event("d", "5.00", "FR").replace("}", ",\"buyer\":\"ada\"}"));
      after.awaitSilver(topic);
      JsonNode erased = dataset.byTheDriver(erasure());
      assertThat(erased.get("rows").toString())
          .contains("\"bronze.in_s3/g1\":1", "\"silver.in_s3/g1\":0", "\"silver.in_s3/g2\":1");
      assertThat(after.silver()).containsExactly("0:0", "0:1", "0:2", "0:3");
      after.assertGold();
      after.awaitHot(redis);
      assertThat(supervisor.status().lanes()).allMatch(lane -> lane.restarts() == 0);
    }
    assertThat(maintain(dataset, "bronze.in_s3").path("checkpoint_version").asInt()).isPositive();
  }

  @Test
  void aDriverWhoseLeaseIsTakenWritesNothingMoreAndEnds() throws Exception {
    TestDataset dataset = dataset("taken");
    LakeTable bronze = dataset.tables().bronzeTable();
    try (TestTopic topic = TestTopic.create("taken", 1)) {
      long written;
      try (Supervisor supervisor = dataset.supervise()) {
        topic.send(0, event("a", "1.00", "DE"));
        dataset.tables().awaitSilver(topic);

        written = bronze.version();
        takeElsewhere(dataset.platform().lake());
        await().atMost(LIMIT).until(() -> !supervisor.isAlive());
        topic.send(0, event("b", "1.00", "DE"));

        assertThat(supervisor.ended()).get().extracting("code").isEqualTo("SL-2022");
      }
      assertThat(bronze.version()).isEqualTo(written);

      // The other one has died of old age by now, and this one takes it back.
      try (Supervisor next = dataset.supervise()) {
        dataset.tables().awaitSilver(topic);
        dataset.tables().awaitGold();
      }
      dataset.tables().assertComplete(topic);
    }
  }

  @Test
  @Tag("slow")
  void aLaneStartsAgainWhenAnotherProcessHasCommitted() throws Exception {
    TestDataset dataset = dataset("stranger");
    LakeTable bronze = dataset.tables().bronzeTable();
    try (TestTopic topic = TestTopic.create("stranger", 1);
        Supervisor supervisor = dataset.supervise()) {
      topic.send(0, event("a", "1.00", "DE"));
      dataset.tables().awaitSilver(topic);

      String next = "/_delta_log/%020d.json".formatted(bronze.version() + 1);
      PretendedS3.put(
          (bronze.path() + next).substring("s3a://".length()),
          "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"WRITE\",\"operationParameters\":{}}}\n");
      topic.send(0, event("b", "1.00", "DE"));

      dataset.tables().awaitSilver(topic);
      dataset.tables().awaitGold();
      LaneStatus live = supervisor.status().lanes().get(0);
      assertThat(live.restarts()).isEqualTo(1);
      assertThat(live.lastError()).contains("another process has committed");
      dataset.tables().assertComplete(topic);
    }
  }

  private static Request.Erase erasure() {
    return new Request.Erase(
        "of-ada", "in_s3", Subject.of("ada"), Map.of(), List.of(), false, true);
  }

  /** What another process would write that finds the lease expired; it dies at once. */
  private static void takeElsewhere(String lake) throws Exception {
    PretendedS3.put(
        lake.substring("s3a://".length()) + "/_sluice/leases/driver.json",
        """
        {"holder": "host elsewhere", "token": "other", "epoch": 2, "renewal": 0, "released": false,
         "renewed_at": "2026-01-01T00:00:00Z", "term_ms": 1000}
        """);
  }

  private TestDataset dataset(String name) {
    TestDataset local = TestDataset.of(directory, name);
    return local.on(local.platform().withLake("s3a://" + bucket + "/" + name));
  }

  private static JsonNode maintain(TestDataset dataset, String table) throws InterruptedException {
    return dataset
        .requests(Maintenance.withoutLanes(SparkForTests.session(), dataset.platform()))
        .execute(new Request.Maintain(table, true, true, -1, false));
  }
}
