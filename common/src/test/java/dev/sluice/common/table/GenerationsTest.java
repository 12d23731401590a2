package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.spark.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {
  @TempDir Path root;

  private Generations generations;

  @BeforeEach
  void open() {
    generations = new Generations(new Lake(root + "/a lake"), Sessions.hadoop());
  }

  @Test
  void aLakeWithoutAPointerIsInItsFirstGeneration() {
    assertThat(generations.inForce("clicks")).isEqualTo(Generation.FIRST);
    assertThat(generations.history("clicks")).containsExactly(Generation.FIRST);
    assertThat(generations.all().ofDataset("clicks")).isEqualTo(1);
    assertThat(generations.all().ofAggregate("orders")).hasValue(1);
  }

  @Test
  void onePointerMovesAllTablesOfADataset() {
    Generation moved = move(2, List.of("a", "b"), List.of("b", "c"));

    assertThat(generations.inForce("clicks")).isEqualTo(moved);
    assertThat(generations.inForce("clicks_2")).isEqualTo(Generation.FIRST);
    Generations.InForce all = generations.all();
    assertThat(all.ofDataset("clicks")).isEqualTo(2);
    assertThat(all.ofAggregate("a")).isEmpty();
    assertThat(all.ofAggregate("b")).hasValue(2);
    assertThat(all.ofAggregate("c")).hasValue(2);
    assertThat(all.ofAggregate("of_another_dataset")).hasValue(1);
  }

  @Test
  void thePointerMovesBackAndTheTurnGoesOn() {
    move(2, List.of("a"), List.of("b"));
    move(1, List.of("b"), List.of("a"));
    move(3, List.of("a"), List.of("a"));

    assertThat(generations.history("clicks"))
        .extracting(Generation::number)
        .containsExactly(1, 2, 1, 3);
    assertThat(generations.history("clicks"))
        .extracting(Generation::turn)
        .containsExactly(1, 2, 3, 4);
    assertThat(generations.all().ofAggregate("a")).hasValue(3);
    assertThat(generations.all().ofAggregate("b")).isEmpty();
  }

  @Test
  void aRollbackGoesToTheLastOtherGenerationThatIsThere() {
    assertThat(generations.before("clicks")).isEmpty();
    move(2, List.of("a"), List.of("a"));
    move(3, List.of("a"), List.of("a"));
    move(3, List.of("a"), List.of("b"));
    assertThat(generations.before("clicks")).hasValue(2);

    generations.remove("clicks", 2);

    assertThat(generations.removed("clicks")).containsExactly(2);
    assertThat(generations.before("clicks")).hasValue(1);
    assertThat(generations.inForce("clicks").turn()).as("no turn of its own").isEqualTo(4);
  }

  @Test
  void aMoveThatDiedWhileWritingIsNone() throws IOException {
    move(2, List.of("a"), List.of("a"));
    Path folder = root.resolve("a lake/_sluice/generations/clicks");
    Files.writeString(folder.resolve(".new-1234"), "{\"gener");

    assertThat(generations.inForce("clicks").number()).isEqualTo(2);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("0000000002.json", ".new-1234");
    }
  }

  private Generation move(int number, List<String> before, List<String> aggregates) {
    return generations.move("clicks", number, "abc", before, aggregates);
  }
}
