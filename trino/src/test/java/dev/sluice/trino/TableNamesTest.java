package dev.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.trino.TableNames.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableNamesTest {
  @TempDir Path root;

  @Test
  void everyTableHasAFileThatNamesItsGenerationInForce() throws IOException {
    table("silver/clicks/g1");
    table("silver/clicks/g2");
    table("silver/clicks/g3");
    table("gold/orders_1m/g1");
    putInForce(2);

    assertThat(follow())
        .isEqualTo(new Changes(List.of("silver.clicks", "gold.orders_1m"), List.of(), List.of()));
    assertThat(location("silver/clicks")).isEqualTo("local:///silver/clicks/g2");
    assertThat(location("gold/orders_1m")).isEqualTo("local:///gold/orders_1m/g1");
  }

  private void putInForce(int generation) {
    new Generations(new Lake(root.toString()), Sessions.hadoop())
        .move("clicks", generation, "", List.of(), List.of());
  }

  @Test
  void whereTrinoWasNeverUsedNothingIsWritten() throws IOException {
    table("silver/clicks/g1");
    TableNames.followIfServed(LakeCatalog.look(new Lake(root.toString())));
    assertThat(root.resolve("_sluice/trino")).doesNotExist();
  }

  @Test
  void nothingIsWrittenTwice() throws IOException {
    table("silver/clicks/g1");
    follow();
    var before = Files.getLastModifiedTime(file("silver/clicks"));

    assertThat(follow().isEmpty()).isTrue();
    assertThat(Files.getLastModifiedTime(file("silver/clicks"))).isEqualTo(before);
  }

  @Test
  void aNewGenerationMovesTheName() throws IOException {
    table("silver/clicks/g1");
    follow();
    table("silver/clicks/g2");
    assertThat(follow().isEmpty()).isTrue();
    putInForce(2);

    assertThat(follow()).isEqualTo(new Changes(List.of(), List.of("silver.clicks"), List.of()));
    assertThat(location("silver/clicks")).isEqualTo("local:///silver/clicks/g2");
  }

  @Test
  void theNameOfATableThatIsGoneGoes() throws IOException {
    table("silver/clicks/g1");
    table("silver/views/g1");
    follow();
    FileUtils.deleteDirectory(root.resolve("silver/views").toFile());

    assertThat(follow()).isEqualTo(new Changes(List.of(), List.of(), List.of("silver.views")));
    assertThat(file("silver/views")).doesNotExist();
    assertThat(follow().isEmpty()).isTrue();
  }

  @Test
  void anEmptyLakeHasItsSchemasAndLeavesNoPartialFile() throws IOException {
    follow();
    table("bronze/clicks/g1");
    follow();

    try (Stream<Path> files = Files.walk(root.resolve("_sluice/trino"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder(
              ".bronze.trinoSchema",
              ".silver.trinoSchema",
              ".quarantine.trinoSchema",
              ".gold.trinoSchema",
              ".views.trinoSchema",
              ".trinoSchema");
    }
  }

  private Changes follow() {
    return TableNames.follow(LakeCatalog.look(new Lake(root.toString())));
  }

  private String location(String name) throws IOException {
    JsonNode table = new ObjectMapper().readTree(file(name).toFile());
    assertThat(table.at("/serdeParameters/path")).isEqualTo(table.at("/externalLocation"));
    return table.get("externalLocation").asText();
  }

  private Path file(String name) {
    return root.resolve("_sluice/trino").resolve(name).resolve(".trinoSchema");
  }

  private void table(String path) throws IOException {
    Path log = Files.createDirectories(root.resolve(path).resolve("_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "{}");
  }
}
