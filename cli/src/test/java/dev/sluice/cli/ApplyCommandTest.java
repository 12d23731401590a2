package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.SilverTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a driver; what one does is for the tests of lanes. */
class ApplyCommandTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));
  private static final Path PAGE = REPOSITORY.resolve("docs/how-to/evolve.md");
  private static final Path EXAMPLE = REPOSITORY.resolve("examples/clickstream");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern FIELD = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  @TempDir Path home;
  private Path dataset;
  private Path schema;
  private Lake lake;
  private TestConsole console;

  @BeforeEach
  void copyTheExample() throws IOException {
    Path folder = Files.createDirectories(home.resolve("examples/clickstream"));
    dataset = Files.copy(EXAMPLE.resolve("dataset.yaml"), folder.resolve("dataset.yaml"));
    schema = Files.copy(EXAMPLE.resolve("click.schema.json"), folder.resolve("click.schema.json"));
    lake = new Lake(home.resolve(".sluice/lake").toString());
    console = TestConsole.piped(home);
  }

  @Test
  void thePageSaysWhatWorks() throws Exception {
    ran();
    List<String> lines = Files.readAllLines(PAGE);
    addTheFieldOfThePage();
    for (String command : lines.stream().filter(line -> line.startsWith("./sluice ")).toList()) {
      assertThat(console.run(words(command))).as(command + console.error()).isZero();
    }
    assertThat(console.out())
        .containsPattern(
            "clickstream: definition [0-9a-f]{12} is kept for the next driver;"
                + " new in silver: channel\n");
    assertThat(silver().schema().fieldNames()).endsWith("event_date", "channel");
    assertThat(Files.readString(keptDefinition())).contains("channel");

    console = TestConsole.piped(home);
    assertThat(console.run("apply", dataset.toString(), "--json")).isZero();
    JsonNode again = new ObjectMapper().readTree(console.out());
    assertThat(again.get("changed").asBoolean()).isFalse();
    assertThat(again.get("done_by").asText()).isEqualTo("command");
  }

  @Test
  void whatDoesMoreIsNamedAndNothingIsChanged() throws Exception {
    ran();
    long before = silver().version();
    Files.writeString(
        schema, Files.readString(schema).replace("\"maximum\": 1000", "\"maximum\": 10"));
    Files.writeString(
        dataset, Files.readString(dataset).replace("within: 30 minutes", "within: 1 hour"));

    assertThat(console.run("apply", dataset.toString())).isEqualTo(3);
    assertThat(console.error())
        .contains("SL-4080", "silver.dedup is changed", "field quantity has narrower bounds");
    assertThat(silver().version()).isEqualTo(before);
  }

  @Test
  void aDatasetThatHasNeverRunHasNothingToAddTo() {
    assertThat(console.run("apply", dataset.toString())).isEqualTo(2);
    assertThat(console.error()).contains("SL-4082", "sluice up");
  }

  private void addTheFieldOfThePage() throws IOException {
    Matcher field = FIELD.matcher(Files.readString(PAGE));
    assertThat(field.find()).isTrue();
    String page = "    \"page\": {";
    Files.writeString(schema, Files.readString(schema).replace(page, field.group(1) + page));
  }

  /** What a driver leaves that nothing was sent to. */
  private void ran() throws IOException {
    PlatformDefinition platform =
        new PlatformDefinition(
            lake.root(),
            Map.of("main", new Cluster("main", "127.0.0.1:1", Map.of())),
            Optional.empty(),
            LaneOption.LIVE,
            PlatformReader.DEFAULT_TABLES,
            PlatformReader.DEFAULT_GOLD);
    AnalyzedDataset before = Definitions.require(List.of(dataset), platform).get(0);
    create(lake.bronze("clickstream", 1), BronzeTable.SCHEMA, BronzeTable.INGEST_DATE);
    create(lake.silver("clickstream", 1), before.silverSchema(), SilverTable.EVENT_DATE);
    create(lake.quarantine("clickstream", 1), QuarantineTable.SCHEMA);
    Files.createDirectories(keptDefinition().getParent());
    new ObjectMapper().writeValue(keptDefinition().toFile(), DefinitionFiles.read(dataset));
  }

  private Path keptDefinition() {
    return home.resolve(".sluice/lake/_sluice/definitions/clickstream/g1.json");
  }

  private static void create(String path, StructType columns, String... partitions) {
    new LakeTable(SparkForTests.session(), path)
        .createIfMissing(columns, List.of(partitions), List.of(columns.fieldNames()[0]));
  }

  private LakeTable silver() {
    return new LakeTable(SparkForTests.session(), lake.silver("clickstream", 1));
  }

  private String[] words(String command) {
    return WORD.matcher(command.substring("./sluice ".length()))
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .map(word -> word.startsWith("examples/") ? home.resolve(word).toString() : word)
        .toArray(String[]::new);
  }
}
