package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.lanes.StoredGeneration.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which generations go, told by pointers and folders alone. */
class GenerationRemovalTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path directory;

  private Path root;
  private Lake lake;
  private Generations generations;

  @BeforeEach
  void open() {
    root = directory.resolve("a lake");
    lake = new Lake(root.toString());
    generations = new Generations(lake, Sessions.hadoop());
  }

  @Test
  void whatIsNeitherInForceNorWhereARollbackGoesIsRemoved() throws Exception {
    tables(LONG_AGO, 1, 2, 3, 4);
    swap(2);
    swap(3);

    assertThat(states()).containsExactly(State.LEFT, State.ROLLBACK, State.IN_FORCE, never());
    assertThat(remove(Duration.ZERO, false)).containsExactly(1, 4);

    assertThat(folders())
        .containsExactly(
            "bronze/clicks/g1",
            "gold/sales/g2",
            "gold/sales/g3",
            "quarantine/clicks/g2",
            "quarantine/clicks/g3",
            "silver/clicks/g2",
            "silver/clicks/g3");
    assertThat(generations.before("clicks")).hasValue(2);
    assertThat(remove(Duration.ZERO, false)).isEmpty();
  }

  @Test
  void whatWasUsedLatelyStays() throws Exception {
    tables(LONG_AGO, 1, 2, 3, 4);
    tables(Instant.now(), 5);
    swap(2);
    swap(3);

    assertThat(remove(WEEK, true)).as("names meant 1 and 2 a moment ago").containsExactly(4);
    assertThat(remove(WEEK, true)).isEmpty();
    assertThat(folders()).contains("silver/clicks/g1", "silver/clicks/g2", "silver/clicks/g5");
  }

  @Test
  void whereARollbackGoesStaysUnlessAskedFor() throws Exception {
    tables(LONG_AGO, 1, 2);
    swap(2);
    assertThat(remove(Duration.ZERO, false)).isEmpty();

    assertThat(remove(Duration.ZERO, true)).containsExactly(1);

    assertThat(generations.before("clicks")).isEmpty();
    assertThat(folders())
        .containsExactly(
            "bronze/clicks/g1", "gold/sales/g2", "quarantine/clicks/g2", "silver/clicks/g2");
  }

  @Test
  void aGenerationThatIsInForceAgainStaysAndTheOneAfterItIsWhereARollbackGoes() throws Exception {
    tables(LONG_AGO, 1, 2, 3);
    swap(2);
    swap(3);
    swap(1);

    assertThat(states()).containsExactly(State.IN_FORCE, State.LEFT, State.ROLLBACK);
    assertThat(remove(Duration.ZERO, false)).containsExactly(2);
  }

  @Test
  void goldThatOnlyAReplayedDefinitionHasGoesWithIt() throws Exception {
    tables(LONG_AGO, 1, 2);
    table("gold/by_browser/g2", LONG_AGO);
    table("gold/of_another_dataset/g2", LONG_AGO);
    definition(2, "by_browser");

    assertThat(remove(WEEK, false)).containsExactly(2);

    assertThat(folders())
        .contains("gold/of_another_dataset/g2", "gold/sales/g1")
        .doesNotContain("gold/by_browser/g2", "silver/clicks/g2");
  }

  @Test
  void aRemovalThatDiedIsFinishedByTheNext() throws Exception {
    tables(LONG_AGO, 1);
    table("silver/clicks/g2", Instant.now());
    generations.remove("clicks", 2);

    assertThat(states()).containsExactly(State.IN_FORCE, State.BEING_REMOVED);
    assertThat(remove(WEEK, false)).containsExactly(2);
    assertThat(folders()).doesNotContain("silver/clicks/g2");
  }

  @Test
  void nothingGoesWhileAReplayRuns() throws Exception {
    tables(LONG_AGO, 1, 2);
    try (Lease replay = Leases.of(lake, Sessions.hadoop()).replay("clicks")) {
      assertThatThrownBy(() -> remove(WEEK, true))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("Cannot remove generations of clicks: a replay of it runs");
    }
    assertThat(remove(WEEK, true)).containsExactly(2);
  }

  private static State never() {
    return State.NEVER_IN_FORCE;
  }

  private List<State> states() {
    return new OldGenerations(lake, Sessions.hadoop())
        .of("clicks", Duration.ZERO, false).stream().map(StoredGeneration::state).toList();
  }

  /** Asks as a command does; there is no driver. */
  private List<Integer> remove(Duration stay, boolean rollbackToo) throws InterruptedException {
    JsonNode removed =
        new RequestClient<>(
                lake, Sessions.hadoop(), new GenerationRemoval(lake, Sessions.hadoop()), line -> {})
            .execute(new Request.RemoveGenerations("clicks", stay.toSeconds(), rollbackToo))
            .get("removed");
    List<Integer> numbers = new ArrayList<>();
    removed.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  private void swap(int generation) {
    generations.move("clicks", generation, "abc", List.of("sales"), List.of("sales"));
  }

  private void tables(Instant written, int... numbers) throws IOException {
    table("bronze/clicks/g1", written);
    for (int number : numbers) {
      definition(number, "sales");
      for (String name : List.of("gold/sales", "quarantine/clicks", "silver/clicks")) {
        table(name + "/g" + number, written);
      }
    }
  }

  private void table(String name, Instant written) throws IOException {
    Path log = Files.createDirectories(root.resolve(name).resolve("_delta_log"));
    Path commit = Files.writeString(log.resolve("00000000000000000000.json"), "{}");
    Files.setLastModifiedTime(commit, FileTime.from(written));
  }

  private void definition(int number, String aggregate) throws IOException {
    Path file = root.resolve("_sluice/definitions/clicks/g" + number + ".json");
    Files.createDirectories(file.getParent());
    String dataset = "kind: Dataset\ngold:\n  aggregates:\n    - {name: %s}\n".formatted(aggregate);
    new ObjectMapper()
        .writeValue(file.toFile(), new DefinitionFiles(dataset, "click.schema.json", "{}"));
  }

  private List<String> folders() throws IOException {
    try (Stream<Path> all = Files.walk(root, 3)) {
      return all.filter(path -> path.getFileName().toString().matches("g[0-9]"))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
