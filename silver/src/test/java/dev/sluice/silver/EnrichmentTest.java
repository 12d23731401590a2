package dev.sluice.silver;

import static dev.sluice.silver.Visits.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.Clicks.Batch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silver takes columns from reference tables that change between its batches. */
class EnrichmentTest {
  private final SparkSession session = SparkForTests.session();
  @TempDir Path folder;
  private Lake lake;
  private Visits visits;
  private AnalyzedDataset dataset;

  @BeforeEach
  void define() {
    lake = new Lake(folder.toString());
    visits = new Visits(folder).withReferences();
    dataset = visits.dataset();
  }

  @Test
  void tablesChangeBetweenBatchesAndCommitsSayWhichVersionsWereUsed() {
    Batch first = batch(0, 0, "a de 1", "b null 1", "c xx 1", "d DE 2", "e DE null");
    Batch second = batch(1, 5, "f FR 2");
    Batch third = batch(2, 6, "g DE 2");
    try (SilverStage stage = open(1)) {
      Judged before = judge(stage, first);
      visits.shop(2, "Bob");
      await().until(() -> stage.refreshReferences().isEmpty() && uses(stage, "version 1"));
      Judged after = judge(stage, second);
      assertThat(commit(stage, List.of(before, after)).addsUp()).isTrue();
      assertThat(references().get("reference/shops").toString())
          .isEqualTo("[\"version 0\",\"version 1\"]");
      assertThat(references().get("countries.csv")).hasSize(1);
      assertThat(references().at("/countries.csv/0").asText())
          .matches("of 20[-0-9T:.]+Z, 45 bytes");

      visits.shop(2, "Bob again");
      await()
          .until(
              () -> stage.refreshReferences(),
              problems ->
                  problems.equals(
                      List.of(
                          "Dataset clicks goes on with reference table reference/shops version 1:"
                              + " Cannot use reference table reference/shops (version 2): two rows"
                              + " have one key: id = 2")));
      commit(stage, List.of(judge(stage, third)));
    }
    assertThat(silver(1))
        .containsExactly(
            "[a,DE,Europe,83,Eva,Ann,WrappedArray()]",
            "[b,null,null,null,null,Ann,WrappedArray(has_people)]",
            "[c,XX,null,null,null,Ann,WrappedArray(has_people)]",
            "[f,FR,Europe,68,Eva,Bob,WrappedArray()]",
            "[g,DE,Europe,83,Eva,Bob,WrappedArray()]");
    assertThat(lines(quarantine(), "_offset", "reason", "rule", "detail"))
        .containsExactly(
            "[3,REFERENCE_MISS,null,reference/shops has no row for shop]",
            "[4,REFERENCE_MISS,null,nothing to look up in reference/shops: null in shop]");
  }

  @Test
  void whatIsRefusedLandsOnceTheTableHasItAndAReplayMakesTheSame() {
    Batch visited = batch(0, 0, "a DE 1", "b DE 2", "c DE 3");
    append(visited);
    try (SilverStage stage = open(1)) {
      commit(stage, List.of(judge(stage, visited)));
    }
    assertThat(silver(1)).containsExactly("[a,DE,Europe,83,Eva,Ann,WrappedArray()]");
    visits.shop(2, "Bob");

    try (QuarantineReplay replay =
        new QuarantineReplay(
            session,
            dataset,
            new QuarantineStates(session, lake, "clicks", 1),
            Optional.empty(),
            () -> false)) {
      assertThat(
              replay.run(
                  "once",
                  QuarantineFilter.waiting(List.of(Reason.REFERENCE_MISS)),
                  WriteObserver.NONE,
                  counts -> {}))
          .isEqualTo(new QuarantineCounts(2, 1, 0, 0, 1, 0));
    }
    assertThat(references().get("reference/shops").toString()).isEqualTo("[\"version 1\"]");
    for (int generation : List.of(2, 3)) {
      try (SilverStage stage = open(generation)) {
        commit(stage, List.of(judge(stage, visited)));
      }
    }
    assertThat(silver(2)).hasSize(2).isEqualTo(silver(1)).isEqualTo(silver(3));
  }

  @Test
  void aTableThatCannotBeUsedIsAnErrorThatSaysWhy() {
    refused("reference/shops", "reference/shoes", "SL-2060")
        .hasMessageContaining(folder + "/reference/shoes: there is no Delta table");
    refused("countries.csv", "/nowhere/c.csv", "SL-2060").hasMessageContaining("/nowhere/c.csv");
    refused("[manager]", "[boss]", "SL-2062")
        .hasMessageContaining("there is no column boss (known: id, manager)");
    refused("[manager]", "[manager], types: {manager: bigint}", "SL-2062")
        .hasMessageContaining("manager is string, and the definition says bigint");
    refused("people: bigint", "people: bigint, region: date", "SL-2062")
        .hasMessageContaining("line 2: region is not a date");
    visits.write("countries.csv", "code,region,people\nDE,Europe\n");
    refused("", "", "SL-2062").hasMessageContaining("line 2: 2 values, where the first line has 3");
    visits.write("countries.csv", "code,region,people\nDE,A,1\n,A,1\n,B,1\nDE,B,2\n");
    refused("", "", "SL-2061").hasMessageContaining("two rows have one key: code = DE");
  }

  @Test
  void csvHasQuotesEmptyTextsAndNulls() throws Exception {
    visits.write(
        "countries.csv",
        "\uFEFFpeople, code,region\r\n,DE,\"a \"\"b\"\",\nc\"\r\n7,FR,\"\"\r\n8,XX,\r\n");
    try (SilverStage stage = open(1)) {
      commit(stage, List.of(judge(stage, batch(0, 0, "a DE 1", "b FR 1", "c XX 1"))));
    }
    assertThat(silver(1))
        .containsExactly(
            "[a,DE,a \"b\",\nc,null,null,Ann,WrappedArray(has_people)]",
            "[b,FR,,7,null,Ann,WrappedArray()]",
            "[c,XX,null,8,null,Ann,WrappedArray()]");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      String from, String to, String code) {
    AnalyzedDataset other = visits.dataset(from, to);
    return assertThatThrownBy(() -> References.open(session, other, lake))
        .hasFieldOrPropertyWithValue("code", code);
  }

  private SilverStage open(int generation) {
    return SilverStage.open(session, dataset, lake, generation, Optional.empty(), () -> false);
  }

  private static Judged judge(SilverStage stage, Batch batch) {
    return stage.judge(batch.rows(), batch.range(), ArrivalFrontier.NONE);
  }

  private static SilverCommit commit(SilverStage stage, List<Judged> batches) {
    long rows = batches.stream().mapToLong(batch -> batch.accounting().read()).sum();
    return stage.commit(batches, rows, 1, WriteObserver.NONE);
  }

  private static boolean uses(SilverStage stage, String version) {
    return stage.references().byTable().get("reference/shops").contains(version);
  }

  private void append(Batch batch) {
    LakeTable bronze = new LakeTable(session, lake.bronze("clicks", 1));
    bronze.createIfMissing(BronzeTable.SCHEMA, List.of(), List.of(BronzeTable.EPOCH));
    bronze.append(batch.rows().toDataset(session), batch.range().toJson());
  }

  private JsonNode references() {
    return new LakeTable(session, lake.silver("clicks", 1))
        .newest()
        .orElseThrow()
        .get("references");
  }

  private List<String> silver(int generation) {
    return lines(
        new LakeTable(session, lake.silver("clicks", generation)).read().orderBy("_offset"),
        "event_id",
        "country",
        "region",
        "people",
        "region_lead",
        "manager",
        "warnings");
  }

  private Dataset<Row> quarantine() {
    return new LakeTable(session, lake.quarantine("clicks", 1))
        .read()
        .withColumnRenamed("offset", "_offset")
        .orderBy("_offset");
  }

  private static List<String> lines(Dataset<Row> rows, String... columns) {
    return rows.selectExpr(columns).collectAsList().stream().map(Row::toString).toList();
  }
}
