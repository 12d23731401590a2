package dev.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrinoConfigurationTest {
  @TempDir Path folder;

  @Test
  void theCatalogReadsTheLakeAndNothingElseWhateverItsPath() throws IOException {
    Path lake = Path.of("/home/a b/ü:=#!\\/.sluice/lake");
    configuration(lake).write(folder, 18080);

    Properties catalog = read("etc/catalog/lake.properties");
    assertThat(catalog)
        .containsEntry("local.location", lake.toString())
        .containsEntry("hive.metastore.catalog.dir", "local:///_sluice/trino")
        .containsEntry("delta.security", "file");
    assertThat(folder.resolve(catalog.getProperty("security.config-file"))).isNotEmptyFile();
  }

  @Test
  void memoryIsBoundedAndOnlyThisMachineCanConnect() throws IOException {
    List<String> arguments = configuration(Path.of("/lake")).write(folder, 18080);

    assertThat(arguments).contains("-Xmx1024m", "-Dconfig=etc/config.properties");
    assertThat(read("etc/config.properties"))
        .containsEntry("node.bind-ip", "127.0.0.1")
        .containsEntry("http-server.http.port", "18080")
        .containsEntry("query.max-memory-per-node", "512MB")
        .containsEntry("memory.heap-headroom-per-node", "256MB");
  }

  @Test
  void whatWasWrittenLastIsRead() {
    assertThat(TrinoConfiguration.read(folder)).isEmpty();
    TrinoConfiguration written = configuration(Path.of("/lake of mine"));
    written.write(folder, 18080);

    assertThat(TrinoConfiguration.read(folder)).contains(written);
  }

  private static TrinoConfiguration configuration(Path lake) {
    return new TrinoConfiguration(lake, Path.of("/cache/plugin"), Path.of("/jdk"), 1024);
  }

  private Properties read(String file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve(file))) {
      properties.load(reader);
    }
    return properties;
  }
}
