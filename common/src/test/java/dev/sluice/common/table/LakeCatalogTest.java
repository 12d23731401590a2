package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeCatalogTest {
  @TempDir Path root;

  @Test
  void namesMeanTheGenerationInForce() throws IOException {
    for (String generation : List.of("g1", "g2", "g10")) {
      table("silver/clicks/" + generation);
      table("gold/orders_1m/" + generation);
    }
    table("gold/dropped/g1");
    table("gold/added/g2");
    table("gold/added/g10");
    table("gold/of_others/g1");
    table("silver/others/g1");
    table("silver/others/g2");
    table("bronze/clicks/g1");
    move(10, List.of("orders_1m", "dropped"), List.of("orders_1m"));
    move(2, List.of("orders_1m"), List.of("orders_1m", "added"));

    LakeCatalog lake = find();

    assertThat(names(lake))
        .containsExactly(
            "bronze.clicks",
            "silver.clicks",
            "silver.others",
            "gold.added",
            "gold.of_others",
            "gold.orders_1m");
    assertThat(lake.table("Silver.CLICKS").path())
        .hasToString(root.resolve("silver/clicks/g2").toString());
    assertThat(lake.table("gold.added").generation()).isEqualTo(2);
    assertThat(lake.table("silver.others").generation()).isEqualTo(1);
  }

  private void move(int generation, List<String> before, List<String> aggregates) {
    new Generations(new Lake(root.toString()), Sessions.hadoop())
        .move("clicks", generation, "abc", before, aggregates);
  }

  @Test
  void strangeFoldersAndFilesArePassedOver() throws IOException {
    table("silver/clicks/g1");
    table("silver/clicks/g0");
    table("silver/clicks/old");
    table("silver/clicks/g2.tmp");
    table("silver/Clicks copy/g1");
    table("silver/clicks;drop/g1");
    table("silver/.hidden/g1");
    table("gold_changes/orders/g1");
    table("ledger/clicks/g1");
    Files.createDirectories(root.resolve("silver/clicks/g3/_delta_log"));
    Files.createDirectories(root.resolve("silver/clicks/g4"));
    Files.createDirectories(root.resolve("gold/empty"));
    Files.writeString(root.resolve("gold/file"), "");
    Files.writeString(root.resolve("quarantine"), "a file where a layer should be");

    LakeCatalog lake = find();

    assertThat(names(lake)).containsExactly("silver.clicks");
    assertThat(lake.table("silver.clicks").generation()).isEqualTo(1);
  }

  @Test
  void aLakeMayBeAFileUri() throws IOException {
    table("silver/clicks/g1");

    assertThat(names(LakeCatalog.find(new Lake(root.toUri().toString()))))
        .containsExactly("silver.clicks");
  }

  @Test
  void aLakeElsewhereIsRefusedInWords() {
    assertThatThrownBy(() -> LakeCatalog.find(new Lake("hdfs://name/lake")))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("this needs a lake on this machine's disk");
  }

  private LakeCatalog find() {
    return LakeCatalog.find(new Lake(root.toString()));
  }

  private static List<String> names(LakeCatalog lake) {
    return lake.tables().stream().map(LakeCatalog.Table::sqlName).toList();
  }

  private void table(String path) throws IOException {
    Path log = Files.createDirectories(root.resolve(path).resolve("_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "{}");
  }
}
