package dev.sluice.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.definition.DatasetDefinition.KafkaSource;
import dev.sluice.common.definition.DatasetDefinition.StartingOffsets;
import dev.sluice.common.table.SourceOffsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchPlannerTest {
  private static final String ID = "id-1";
  private static final SourceOffsets AT_10_AND_20 =
      SourceOffsets.NONE.with("t", ID, 0, 10).with("t", ID, 1, 20);

  @Test
  void aBatchIsAllThereIs() {
    assertThat(next(AT_10_AND_20, Map.of(0, 15L, 1, 22L)))
        .containsExactlyInAnyOrder(range(0, 10, 15), range(1, 20, 22));
  }

  @Test
  void nothingNewIsNoBatch() {
    assertThat(next(AT_10_AND_20, Map.of(0, 10L, 1, 20L))).isEmpty();
  }

  @Test
  void aBacklogIsBoundedInRecordsAndSharedByBacklog() {
    assertThat(planner(100, Long.MAX_VALUE).next(AT_10_AND_20, ends(Map.of(0, 310L, 1, 120L))))
        .containsExactlyInAnyOrder(range(0, 10, 85), range(1, 20, 45));
  }

  @Test
  void everyPartitionGetsSomethingOfASmallBound() {
    assertThat(planner(1, Long.MAX_VALUE).next(AT_10_AND_20, ends(Map.of(0, 1_000_000L, 1, 21L))))
        .containsExactlyInAnyOrder(range(0, 10, 11), range(1, 20, 21));
  }

  @Test
  void aBacklogIsBoundedInBytesOfTheRecordsSeenSoFar() {
    BatchPlanner planner = planner(Long.MAX_VALUE, 100_000);
    SourceOffsets one = SourceOffsets.NONE.with("t", ID, 0, 0);
    for (int batch = 0; batch < 100; batch++) {
      planner.observed(10, 10_000);
    }
    // A thousand bytes a record: a hundred records, or one less for what the mean still lacks.
    assertThat(planner.next(one, ends(Map.of(0, 1_000_000L))).get(0).size()).isBetween(99L, 101L);
  }

  @Test
  void anEmptyBatchSaysNothingOfTheSizeOfRecords() {
    BatchPlanner planner = planner(Long.MAX_VALUE, 51_200);
    planner.observed(0, 0);
    SourceOffsets one = SourceOffsets.NONE.with("t", ID, 0, 0);
    assertThat(planner.next(one, ends(Map.of(0, 1_000L))).get(0).size()).isEqualTo(100);
  }

  @Test
  void aTopicBeginsAtItsFirstOrItsLastOffsets() {
    List<PartitionEnds> ends =
        List.of(new PartitionEnds("t", ID, Map.of(0, 3L, 1, 0L), Map.of(0, 9L, 1, 0L)));
    assertThat(planner(StartingOffsets.EARLIEST).begin(SourceOffsets.NONE, ends))
        .isEqualTo(SourceOffsets.NONE.with("t", ID, 0, 3).with("t", ID, 1, 0));
    assertThat(planner(StartingOffsets.LATEST).begin(SourceOffsets.NONE, ends))
        .isEqualTo(SourceOffsets.NONE.with("t", ID, 0, 9).with("t", ID, 1, 0));
  }

  @Test
  void aTopicThatHasBegunStaysWhereItIs() {
    assertThat(planner(StartingOffsets.LATEST).begin(AT_10_AND_20, ends(Map.of(0, 99L, 2, 5L))))
        .isEqualTo(AT_10_AND_20);
  }

  @Test
  void aPartitionAddedLaterIsReadFromItsBeginning() {
    assertThat(
            planner(StartingOffsets.LATEST).next(AT_10_AND_20, ends(Map.of(0, 10L, 1, 20L, 2, 5L))))
        .containsExactly(range(2, 0, 5));
  }

  @Test
  void aTopicMadeAnewStops() {
    List<PartitionEnds> anew =
        List.of(new PartitionEnds("t", "id-2", Map.of(0, 0L), Map.of(0, 50L)));
    assertThatThrownBy(() -> planner(StartingOffsets.EARLIEST).next(AT_10_AND_20, anew))
        .hasMessage("TOPIC_RECREATED: topic t had id id-1 and now has id-2")
        .extracting("code")
        .isEqualTo("SL-2003");
  }

  @Test
  void recordsThatAreGoneStop() {
    List<PartitionEnds> shorter =
        List.of(new PartitionEnds("t", ID, Map.of(0, 10L, 1, 25L), Map.of(0, 10L, 1, 30L)));
    assertThatThrownBy(() -> planner(StartingOffsets.EARLIEST).next(AT_10_AND_20, shorter))
        .hasMessageContaining("DATA_LOSS: Kafka no longer holds t/1 from 20 to 24")
        .extracting("code")
        .isEqualTo("SL-2002");
  }

  @Test
  void aLogThatEndsBeforeThePositionStops() {
    List<PartitionEnds> ends = ends(Map.of(0, 10L, 1, 19L));
    BatchPlanner planner = planner(StartingOffsets.EARLIEST);
    assertThat(planner.isBeyond(AT_10_AND_20, ends)).isTrue();
    assertThatThrownBy(
            () -> planner.checkLogs(AT_10_AND_20, ends, AT_10_AND_20.with("t", ID, 1, 19)))
        .hasMessage(
            "LOG_TRUNCATED: t/1 ends at offset 19 in Kafka, but has been read up to offset 20")
        .extracting("code")
        .isEqualTo("SL-2011");
  }

  @Test
  void anOpenTransactionBeforeThePositionIsNoTruncatedLog() {
    planner(StartingOffsets.EARLIEST)
        .checkLogs(AT_10_AND_20, ends(Map.of(0, 10L, 1, 19L)), AT_10_AND_20);
  }

  @Test
  void aTopicMadeAnewThatOffersLessIsCalledThat() {
    List<PartitionEnds> anew = List.of(new PartitionEnds("t", "id-2", Map.of(), Map.of(0, 0L)));
    assertThatThrownBy(
            () ->
                planner(StartingOffsets.EARLIEST)
                    .checkLogs(AT_10_AND_20, anew, SourceOffsets.NONE.with("t", "id-2", 0, 0)))
        .hasMessageStartingWith("TOPIC_RECREATED");
  }

  private static List<TopicRange> next(SourceOffsets position, Map<Integer, Long> latest) {
    return planner(StartingOffsets.EARLIEST).next(position, ends(latest));
  }

  private static List<PartitionEnds> ends(Map<Integer, Long> latest) {
    return List.of(new PartitionEnds("t", ID, Map.of(), latest));
  }

  private static TopicRange range(int partition, long from, long until) {
    return new TopicRange("t", ID, partition, from, until);
  }

  private static BatchPlanner planner(StartingOffsets starting) {
    return new BatchPlanner(source(starting, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  private static BatchPlanner planner(long maxRecords, long maxBytes) {
    return new BatchPlanner(source(StartingOffsets.EARLIEST, maxRecords, maxBytes));
  }

  private static KafkaSource source(StartingOffsets starting, long maxRecords, long maxBytes) {
    return new KafkaSource(
        "main", List.of("t"), starting, Arrival.BROKER, maxRecords, maxBytes, 1 << 20);
  }
}
