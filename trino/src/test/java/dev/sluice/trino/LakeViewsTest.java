package dev.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeViewsTest {
  @TempDir Path root;

  @Test
  void aViewIsMadePerTableOrOfAllTables() throws IOException {
    for (String table :
        List.of("bronze/a", "bronze/b", "silver/a", "silver/b", "quarantine/a", "gold/x_1m")) {
      table(table);
    }

    Map<String, String> views = queries();

    assertThat(views)
        .containsOnlyKeys(
            "views.bronze_as_text_a",
            "views.bronze_as_text_b",
            "views.freshness",
            "views.latest_window_x_1m",
            "views.quarantine_overview");
    assertThat(views.get("views.freshness"))
        .contains("from silver.a\nunion all\n")
        .endsWith("from silver.b\n");
    assertThat(views.values()).noneMatch(query -> query.contains("${"));
  }

  @Test
  void aLakeWithoutALayerLacksItsViews() throws IOException {
    table("bronze/a");

    assertThat(queries()).containsOnlyKeys("views.bronze_as_text_a");
  }

  private Map<String, String> queries() {
    return LakeViews.queries(LakeCatalog.look(new Lake(root.toString())));
  }

  private void table(String path) throws IOException {
    Path log = Files.createDirectories(root.resolve(path).resolve("g1/_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "{}");
  }
}
