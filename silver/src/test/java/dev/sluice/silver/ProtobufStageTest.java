package dev.sluice.silver;

import static dev.sluice.silver.AvroEvents.wired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.Subject;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.Clicks.Batch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silver of a dataset in Protobuf, with a real registry. */
class ProtobufStageTest {
  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: orders}
      source:
        kafka: {cluster: main, topics: [clicks]}
      schema:
        format: protobuf
        file: shop.desc
        message: shop.Order
        registry: {subject: orders-value}
        eventId: id
        eventTime: {field: at, unit: micros}
      silver:
        dedup: {key: [id], within: 30 minutes}
      erasure: {subject: count}
      """;

  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;

  @Test
  void everyEventIsReadAsTheMessageItSaysItIs() throws Exception {
    int id = TestRegistry.register("orders-value", "PROTOBUF", ProtobufEvents.PROTO);
    byte[] order = order("a", 3);
    PlatformDefinition platform = platform();
    AnalyzedDataset dataset = dataset(platform);
    Lake lake = new Lake(directory.resolve("lake").toString());
    Batch batch =
        Clicks.batch(
            1,
            0,
            0,
            Clicks.NOON,
            List.of(
                wired(id, indexed(1, order)),
                wired(id, indexed(0, order)),
                wired(77_777, indexed(1, order)),
                wired(id, indexed(1, order)),
                wired(id, indexed(1, order("b", -4)))));
    SubjectSearch search = new SubjectSearch(session, dataset, platform.registry(), () -> false);
    assertThat(search.find(batch.rows().toDataset(session), Subject.of("-4"), Set.of()).records())
        .extracting(RecordIdentity::offset)
        .containsExactly(4L);
    search.requireId("-4");
    assertThatThrownBy(() -> search.requireId("04"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("subject count is an integer")
        .extracting(refused -> ((SluiceException) refused).code())
        .isEqualTo("SL-4078");
    try (SilverStage stage =
        SilverStage.open(session, dataset, lake, 1, platform.registry(), () -> false)) {
      Judged judged = stage.judge(batch.rows(), batch.range(), ArrivalFrontier.NONE);
      SilverCommit commit = stage.commit(List.of(judged), 5, 1, WriteObserver.NONE);
      judged.release();

      assertThat(commit.addsUp()).isTrue();
      assertThat(commit.accounting().duplicate()).isEqualTo(1);
      assertThat(commit.accounting().reasons())
          .isEqualTo(Map.of(Reason.SCHEMA_INCOMPATIBLE, 1L, Reason.SCHEMA_UNKNOWN, 1L));
    }
    assertThat(
            new LakeTable(session, lake.silver("orders", 1))
                    .read()
                    .selectExpr("event_id", "count", "state", "event_time")
                    .collectAsList()
                    .stream()
                    .map(Row::toString))
        .containsExactlyInAnyOrder(
            "[a,3,NEW,2026-03-01 12:00:00.0]", "[b,-4,NEW,2026-03-01 12:00:00.0]");
  }

  @Test
  void theDescriptorSetIsKeptWithTheDefinition() throws Exception {
    PlatformDefinition platform = platform();
    AnalyzedDataset dataset = dataset(platform);
    AnalyzedDataset again = DefinitionFiles.read(dataset.definition().file()).require(platform);
    assertThat(again.definition().schema()).isEqualTo(dataset.definition().schema());
    assertThat(again.definition().version()).isEqualTo(dataset.definition().version());
  }

  private PlatformDefinition platform() {
    return TestDefinition.platform(directory)
        .withRegistry(TestRegistry.patient(Duration.ofSeconds(30)));
  }

  private static AnalyzedDataset dataset(PlatformDefinition platform) {
    return TestDefinition.read(platform, DATASET, "shop.desc", ProtobufEvents.DESCRIPTORS);
  }

  private static byte[] order(String id, long count) {
    return DynamicMessage.newBuilder(ProtobufEvents.ORDER)
        .setField(ProtobufEvents.ORDER.findFieldByName("id"), id)
        .setField(ProtobufEvents.ORDER.findFieldByName("count"), count)
        .setField(
            ProtobufEvents.ORDER.findFieldByName("at"),
            Timestamp.newBuilder().setSeconds(Clicks.NOON.getEpochSecond()).build())
        .build()
        .toByteArray();
  }

  /** With the position of its message among those of its file. */
  private static byte[] indexed(int position, byte[] event) {
    byte[] path = position == 0 ? new byte[] {0} : new byte[] {2, (byte) (2 * position)};
    byte[] indexed = new byte[path.length + event.length];
    System.arraycopy(path, 0, indexed, 0, path.length);
    System.arraycopy(event, 0, indexed, path.length, event.length);
    return indexed;
  }
}
