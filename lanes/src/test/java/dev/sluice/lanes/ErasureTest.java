package dev.sluice.lanes;

import static dev.sluice.common.definition.PlatformDefinition.LaneOption.CHAINED;
import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.ErasureLedger;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.Subject;
import dev.sluice.common.table.TableFolder;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A person's rows go, everybody else's stay: through a driver that goes on, and without one. */
class ErasureTest {
  private static final String ADA = "ada-lovelace";

  /** One for all, so that everybody is in the same windows. */
  private static final long NOW = System.currentTimeMillis();

  @TempDir Path directory;

  @Test
  void theDriverErasesThemAndGoesOn() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "erased");
    try (TestTopic topic = TestTopic.create("erased", 2);
        Jedis redis = TestStack.redis()) {
      sendPurchases(topic);
      liveLanesGoOn(dataset, topic, redis);
      chainedLanesGoOn(
          dataset.on(TestStack.platform(directory.resolve("lake"), CHAINED)), topic, redis);
    }
  }

  private void liveLanesGoOn(TestDataset dataset, TestTopic topic, Jedis redis) throws Exception {
    LakeTables tables = dataset.tables();
    try (Supervisor driver = dataset.supervise()) {
      tables.awaitSilver(topic);
      tables.awaitGold();
      tables.awaitHot(redis);
      assertThat(filesWith(ADA)).isNotEmpty();

      assertThat(dataset.byTheDriver(erase("erased", "nobody")).get("records").asLong()).isZero();
      JsonNode done = dataset.byTheDriver(erase("erased", ADA, List.of("erased/1/2"), true));

      assertThat(done.get("rows").toString())
          .isEqualTo("{\"bronze.erased/g1\":5,\"quarantine.erased/g1\":2,\"silver.erased/g1\":2}");
      assertThat(filesWith(ADA)).as("not even in the log, the ledger or the request").isEmpty();
      assertThat(tables.silver()).containsExactly("0:2", "1:3");
      assertThat(tables.bronze()).containsExactly("0:2", "1:1", "1:3");
      assertThat(tables.quarantine()).containsExactly("1:1");
      tables.assertGold();
      tables.awaitHot(redis);

      topic.send(0, bought(ADA, "new", "2.00", "DE"));
      topic.send(1, bought("bob", "b3", "4.00", "FR"));
      tables.awaitSilver(topic);
      assertThat(tables.silver()).as("what comes later is new").contains("0:4", "1:4");
      tables.awaitGold();
      tables.awaitHot(redis);
      assertThat(driver.status().lanes()).allMatch(lane -> lane.restarts() == 0);
      assertThat(tables.accounting().addsUp()).isTrue();
      assertThat(tables.accounting().good() - 2).isEqualTo(tables.silver().size());
    }
  }

  private static void chainedLanesGoOn(TestDataset dataset, TestTopic topic, Jedis redis)
      throws Exception {
    LakeTables tables = dataset.tables();
    try (Supervisor driver = dataset.supervise()) {
      topic.send(1, bought("bob", "b4", "-4.00", "FR"));
      tables.awaitSilver(topic);

      JsonNode done = dataset.byTheDriver(erase("erased", "bob"));
      assertThat(done.get("rows").toString())
          .isEqualTo("{\"bronze.erased/g1\":3,\"quarantine.erased/g1\":1,\"silver.erased/g1\":2}");
      assertThat(tables.silver()).containsExactly("0:4", "1:3");

      topic.send(0, bought("bob", "b5", "1.00", "FR"));
      tables.awaitSilver(topic);
      assertThat(tables.silver()).containsExactly("0:4", "0:5", "1:3");
      tables.awaitGold();
      tables.awaitHot(redis);
      assertThat(driver.status().lanes()).allMatch(lane -> lane.restarts() == 0);
    }
  }

  @Test
  void whoeverDiesOverItDoesItAgainAndNoReplayBringsThemBack() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "unerased");
    LakeTables tables = dataset.tables();
    new DefinitionKeeper(dataset.platform(), hadoop()).keep(dataset.definition());
    try (TestTopic topic = TestTopic.create("unerased", 2);
        Jedis redis = TestStack.redis()) {
      try (RunningLane lane = dataset.startLive(1)) {
        sendPurchases(topic);
        tables.awaitSilver(topic);
        tables.awaitHot(redis);
      }
      makeSecondGeneration(dataset);
      DeltaTable.forPath(SparkForTests.session(), tables.bronzeTable().path())
          .delete("partition = 0 and offset = 0");

      Killer killer = new Killer();
      RequestClient<Request.Erase> client =
          dataset.requests(new ErasureRequests(dataset.withoutLanes(killer)));
      Request.Erase request = erase("unerased", ADA);
      dieAfter("gold.unerased_hourly", killer, client, request);
      dieAfter("silver", killer, client, request);
      assertThat(tables.bronze()).as("still there").contains("0:1", "1:0");
      assertReplayLeavesThemOut(dataset);
      dieAfter("bronze", killer, client, request);
      JsonNode done = client.execute(request);

      assertThat(done.get("rows").toString())
          .as("of one of which only silver has a row")
          .isEqualTo(
              "{\"bronze.unerased/g1\":3,\"quarantine.unerased/g1\":1,"
                  + "\"quarantine.unerased/g2\":1,\"silver.unerased/g1\":2,"
                  + "\"silver.unerased/g2\":2}");
      assertErased(tables);
      assertErased(dataset.tables(2));
      assertThat(tables.hotOrders(redis)).as("written anew by the next driver").isEmpty();
      ErasureLedger.Entry entry = ledger(dataset).find(request.id()).orElseThrow();
      assertThat(entry.done()).isTrue();
      assertThat(entry.identities()).hasSize(4);
    }
  }

  /** One with the same rows, as a replay makes it and a swap leaves it behind. */
  private void makeSecondGeneration(TestDataset dataset) throws IOException {
    for (String layer : List.of("silver", "quarantine")) {
      Path tables = directory.resolve("lake").resolve(layer).resolve("unerased");
      FileUtils.copyDirectory(tables.resolve("g1").toFile(), tables.resolve("g2").toFile());
    }
    new DeployedDefinitions(dataset.platform(), hadoop()).copy("unerased", 1, 2);
  }

  private static void dieAfter(
      String write, Killer killer, RequestClient<Request.Erase> client, Request.Erase request) {
    killer.aimAt(write);
    assertThatThrownBy(() -> client.execute(request)).hasMessageContaining("died after " + write);
  }

  /** Bronze has them, and the ledger names them. */
  private static void assertReplayLeavesThemOut(TestDataset dataset) throws InterruptedException {
    RequestContext context = dataset.withoutLanes();
    DatasetContext target = context.dataset(dataset.definition(), Generation.beside(3));
    try (Replay replay = Replay.open(target, ReplaySettings.DEFAULT, Replay.Listener.NONE)) {
      replay.advanceTo(target.bronze().reached(), new RequestHandler.Work(line -> {}, () -> false));
    }
    assertErased(dataset.tables(3));
    new OldGenerations(context.lake(), hadoop())
        .everyTable("unerased", 3)
        .forEach(TableFolder::delete);
  }

  private static void assertErased(LakeTables tables) {
    assertThat(tables.silver()).containsExactly("0:2", "1:3");
    assertThat(tables.quarantine()).containsExactly("1:1", "1:2");
    tables.assertGold();
  }

  /** Four records of Ada's, one that nobody can read and names her, three of others. */
  private static void sendPurchases(TestTopic topic) throws Exception {
    topic.send(0, bought(ADA, "a1", "9.00", "DE"));
    topic.send(0, bought(ADA, "a1", "9.00", "DE"));
    topic.send(0, bought("bob", "b1", "5.00", "DE"));
    topic.send(0, bought(ADA, "a2", "-1.00", "DE"));
    topic.send(1, bought(ADA, "a3", "7.00", "FR"));
    topic.send(1, "{\"buyer\":\"bob\"");
    topic.send(1, "{\"buyer\":\"" + ADA + "\"");
    topic.send(1, event("c1", "3.00", "DE", NOW));
  }

  private static String bought(String buyer, String id, String price, String country) {
    return event(id, price, country, NOW).replace("}", ",\"buyer\":\"" + buyer + "\"}");
  }

  private static Request.Erase erase(String dataset, String subject) {
    return erase(dataset, subject, List.of(), false);
  }

  private static Request.Erase erase(
      String dataset, String subject, List<String> unreadable, boolean vacuum) {
    return new Request.Erase(
        "request-" + dataset + "-" + subject.length(),
        dataset,
        Subject.of(subject),
        Map.of(),
        unreadable,
        false,
        vacuum);
  }

  private static ErasureLedger ledger(TestDataset dataset) {
    return new ErasureLedger(new Lake(dataset.platform().lake()), hadoop(), "unerased");
  }

  private static Configuration hadoop() {
    return SparkForTests.session().sparkContext().hadoopConfiguration();
  }

  /** Every file of the lake with a text somewhere in it. */
  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("lake"))) {
      return files.filter(Files::isRegularFile).filter(file -> has(file, text)).toList();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
