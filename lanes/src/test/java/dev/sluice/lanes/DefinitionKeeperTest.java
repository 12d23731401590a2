package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a start with another file than the last one: perhaps an older one. */
class DefinitionKeeperTest {
  private static final String VISITS =
      "    - {name: %s, window: {tumbling: 1 minute}, groupBy: [page], measures: {n: count(*)}}\n";
  private static final String SIGNED = "    - {field: email, as: hmac}\n";
  private static final String NO_EXTRA = "    - {field: _extra, as: drop}\n";

  @TempDir Path directory;
  private PlatformDefinition platform;
  private DefinitionKeeper keeper;

  @BeforeEach
  void openLake() {
    platform =
        new PlatformDefinition(
            directory.resolve("lake").toString(),
            Map.of("main", new Cluster("main", "localhost:1", Map.of())),
            Optional.empty(),
            LaneOption.LIVE,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Optional.empty(),
            Optional.empty(),
            List.of(new HmacKey("k1", "7f1d8e0ac35b4962b5d7c01e9a4f6632")));
    keeper = new DefinitionKeeper(platform, Sessions.hadoop());
  }

  @Test
  void anAggregateThatIsGoneIsNamedOnce() throws Exception {
    AnalyzedDataset two = dataset("", "", VISITS.formatted("visits") + VISITS.formatted("hits"));
    assertThat(keeper.keep(two)).isEmpty();
    assertThat(keeper.keep(two)).isEmpty();
    AnalyzedDataset one = dataset("", "", VISITS.formatted("visits"));
    assertThat(keeper.keep(one))
        .containsExactly(
            "Dataset pages goes on with a definition that has no aggregate hits, which it had"
                + " before: gold.hits stays as it is. If the file is an older one, start with the"
                + " newer one");
    assertThat(keeper.keep(one)).isEmpty();
  }

  @Test
  void whatIsProtectedDoesNotComeIntoTheClearByAnOlderFile() throws Exception {
    String email = ", \"email\": {\"type\": \"string\"}";
    keeper.keep(dataset(email, SIGNED, ""));

    assertRefused(dataset("", "", ""));
    assertRefused(dataset(email, "", ""));
    assertRefused(dataset(email, NO_EXTRA, ""));
    keeper.requireProtection(dataset("", NO_EXTRA, ""));
    keeper.requireProtection(dataset(email, "    - {field: email, as: mask}\n", ""));
  }

  @Test
  void extraFieldsStayDropped() throws Exception {
    keeper.keep(dataset("", NO_EXTRA, ""));
    assertThatThrownBy(() -> keeper.requireProtection(dataset("", "", "")))
        .hasMessageContaining("_extra");
  }

  private void assertRefused(AnalyzedDataset dataset) {
    assertThatThrownBy(() -> keeper.requireProtection(dataset))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "Cannot go on with silver.pages, fields would be in clear that the definition before"
                + " protects: email")
        .extracting(error -> ((SluiceException) error).code())
        .isEqualTo("SL-4083");
  }

  /** With more fields, entries of {@code silver.protect}, and aggregates. */
  private AnalyzedDataset dataset(String fields, String protect, String aggregates)
      throws IOException {
    Files.writeString(
        directory.resolve("page.schema.json"),
        """
        {"type": "object", "required": ["id", "at"], "properties": {"id": {"type": "string"},
         "at": {"type": "integer"}, "page": {"type": "string"}%s}}
        """
            .formatted(fields));
    String silver = protect.isEmpty() ? "" : "silver:\n  protect:\n" + protect;
    String gold = aggregates.isEmpty() ? "" : "gold:\n  aggregates:\n" + aggregates;
    Path file =
        Files.writeString(
            directory.resolve("pages.yaml"),
            """
            apiVersion: sluice/v1
            kind: Dataset
            metadata: {name: pages}
            source: {kafka: {cluster: main, topics: [pages]}}
            schema: {format: json, file: page.schema.json, eventId: id,
                     eventTime: {field: at, unit: millis}}
            """
                + silver
                + gold);
    return Definitions.require(List.of(file), platform).get(0);
  }
}
