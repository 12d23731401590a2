package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.s3.PretendedS3;
import dev.sluice.common.table.CommitGate;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases in a pretended S3, with terms that a busy machine can keep. */
class LeaseObjectTest {
  private static final Duration TERM = Duration.ofSeconds(4);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int RACES = 10;
  private static String bucket;

  private final List<HeldLease> held = new ArrayList<>();
  private FlakyStore store;
  private Lake lake;

  @BeforeAll
  static void makeBucket() throws Exception {
    bucket = PretendedS3.makeBucket("leases");
  }

  @BeforeEach
  void makeLake() throws IOException {
    store = new FlakyStore();
    lake = new Lake("s3a://" + bucket + "/" + UUID.randomUUID());
  }

  @AfterEach
  void giveBack() {
    store.cut(false);
    held.forEach(HeldLease::close);
    store.close();
  }

  @AfterAll
  static void nothingIsGuardedAnyMore() {
    assertThatCode(() -> CommitGate.pass("s3a://" + bucket + "/lake")).doesNotThrowAnyException();
  }

  @Test
  void oneOfTwoWhoTryAtOnceHasIt() throws Exception {
    ExecutorService processes = Executors.newFixedThreadPool(2);
    try {
      for (int race = 0; race < RACES; race++) {
        String name = "race-" + race;
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<LeaseAttempt> process =
            () -> {
              LeaseObject lease = lease(name);
              start.await();
              return lease.attempt();
            };
        List<Future<LeaseAttempt>> both =
            List.of(processes.submit(process), processes.submit(process));
        LeaseAttempt one = kept(both.get(0).get());
        LeaseAttempt other = kept(both.get(1).get());

        assertThat(List.of(one, other))
            .filteredOn(attempt -> attempt instanceof LeaseAttempt.Taken)
            .hasSize(1);
      }
    } finally {
      processes.shutdownNow();
    }
  }

  @Test
  void aHolderElsewhereLivesWhenItRenewsAndHasDiedWhenItDoesNotForATerm() throws Exception {
    // Its clock is wrong by years, which nobody notices.
    LeaseRecord elsewhere =
        new LeaseRecord("host elsewhere", "token", 7, 0, Instant.EPOCH, TERM, false);
    put(elsewhere);
    LeaseObject observer = lease("driver");
    assertThat(observer.attempt()).isEqualTo(new LeaseAttempt.Unclear("host elsewhere"));
    long seen = System.nanoTime();
    put(elsewhere.renewed());
    assertThat(observer.attempt()).isEqualTo(new LeaseAttempt.Alive("host elsewhere"));

    await().atMost(LIMIT).until(() -> kept(observer.attempt()) instanceof LeaseAttempt.Taken);

    assertThat(System.nanoTime() - seen).isGreaterThanOrEqualTo(TERM.toNanos());
    assertThat(held.get(0).epoch()).isEqualTo(8);
  }

  @Test
  void whatThisProcessHoldsIsKnownToBeHeldAtOnce() {
    take("driver");

    assertThat(lease("driver").attempt())
        .isInstanceOfSatisfying(
            LeaseAttempt.Alive.class,
            alive ->
                assertThat(alive.holder())
                    .contains("host ", "process " + ProcessHandle.current().pid()));
  }

  @Test
  void oneThatWasGivenBackIsTakenAtOnceInTheNextEpoch() {
    HeldLease first = take("driver");
    assertThat(first.epoch()).isEqualTo(1);
    first.close();

    assertThat(take("driver").epoch()).isEqualTo(2);
    assertThat(LeaseObject.names(lake, store.hadoop())).containsExactly("driver");
  }

  @Test
  void aHolderThatCannotRenewHasLostItBeforeAnotherCanTakeIt() {
    HeldLease holder = take("driver");
    CommitGate.pass(lake.root() + "/bronze");
    LeaseObject observer = asAnotherProcess("driver");
    long watching = System.nanoTime();
    observer.attempt();
    store.cut(true);

    await().atMost(LIMIT).until(() -> kept(observer.attempt()) instanceof LeaseAttempt.Taken);

    assertThat(System.nanoTime() - watching).isGreaterThanOrEqualTo(TERM.toNanos());
    assertThat(holder.lost()).get().extracting(SluiceException::code).isEqualTo("SL-2022");
    assertThat(holder.lost())
        .get()
        .extracting(SluiceException::exitCode)
        .isEqualTo(ExitCode.FENCED);
    assertThat(held.get(1).epoch()).isEqualTo(2);
    assertThat(held.get(1).lost()).isEmpty();
  }

  @Test
  void whoHasLostItCommitsNothingBelowTheLakeUntilItIsClosed() {
    HeldLease holder = take("driver");
    String table = lake.root() + "/bronze/clicks/g1/_delta_log/00000000000000000007.json";
    CommitGate.pass(table);
    store.cut(true);

    await().atMost(LIMIT).until(() -> holder.lost().isPresent());
    store.cut(false);

    assertThatThrownBy(() -> CommitGate.pass(table))
        .hasMessageContaining("its lease is lost: it was not renewed for");
    // The same place by another of Hadoop's names.
    assertThatThrownBy(() -> CommitGate.pass(table.replace("s3a:", "s3:")))
        .isInstanceOf(SluiceException.class);
    CommitGate.pass(lake.root() + "-of-others/bronze");
    holder.close();
    CommitGate.pass(table);
  }

  @Test
  void aTakenLeaseIsLostAtTheNextRenewal() throws Exception {
    HeldLease holder = take("driver");
    put(new LeaseRecord("host elsewhere", "token", 2, 0, Instant.now(), TERM, false));

    await().atMost(LIMIT).until(() -> holder.lost().isPresent());
    assertThat(holder.lost()).get().asString().contains("host elsewhere holds it");
  }

  @Test
  void aRenewalWhoseAnswerIsLostLosesNothing() {
    HeldLease holder = take("driver");
    long before = renewals();
    store.loseAnswers(1);

    await().atMost(LIMIT).until(() -> renewals() >= before + 6);
    assertThat(holder.lost()).isEmpty();
  }

  @Test
  void aStoreThatIgnoresConditionsIsRefused() {
    store.forgetConditions();

    assertThatThrownBy(() -> lease("driver").attempt())
        .hasMessageContaining("its object store ignores the conditions of a put")
        .extracting("code")
        .isEqualTo("SL-2025");
  }

  @Test
  void aStoreThatDoesNotAnswerIsSaid() {
    store.cut(true);

    assertThatThrownBy(() -> lease("driver").attempt())
        .hasMessageContaining("Cannot read s3://" + key("driver"))
        .extracting("code")
        .isEqualTo("SL-2024");
  }

  private void put(LeaseRecord record) throws Exception {
    PretendedS3.put(key("driver"), new String(record.toJson(), StandardCharsets.UTF_8));
  }

  private long renewals() {
    return LeaseRecord.fromJson(stored("driver").content()).renewal();
  }

  private ConditionalObjects.Stored stored(String name) {
    return objects().read(key(name).substring(bucket.length() + 1)).orElseThrow();
  }

  /** Goes to the store directly, whatever happens to others on their way. */
  private static ConditionalObjects objects() {
    return new S3Objects(
        S3Bucket.of(
            PretendedS3.configure(new org.apache.hadoop.conf.Configuration(false)), bucket, LIMIT));
  }

  private HeldLease take(String name) {
    LeaseAttempt attempt = kept(lease(name).attempt());
    assertThat(attempt).isInstanceOf(LeaseAttempt.Taken.class);
    return ((LeaseAttempt.Taken) attempt).lease();
  }

  private LeaseAttempt kept(LeaseAttempt attempt) {
    if (attempt instanceof LeaseAttempt.Taken taken) {
      held.add(taken.lease());
    }
    return attempt;
  }

  private LeaseObject lease(String name) {
    return new LeaseObject(
        lake,
        key(name).substring(bucket.length() + 1),
        TERM,
        new S3Objects(S3Bucket.of(store.hadoop(), bucket, TERM)));
  }

  private LeaseObject asAnotherProcess(String name) {
    return new LeaseObject(lake, key(name).substring(bucket.length() + 1), TERM, objects());
  }

  private String key(String name) {
    return lake.control("leases/" + name + ".json").substring("s3a://".length());
  }
}
