package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.error.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop's view file system stands for an object store: its URLs mean something to Hadoop only. */
class RemoteFilesTest {
  @TempDir Path store;
  @TempDir Path folder;
  private RemoteFiles remote;

  @BeforeEach
  void mount() {
    Configuration hadoop = new Configuration();
    // Each test has a folder of its own.
    hadoop.setBoolean("fs.viewfs.impl.disable.cache", true);
    hadoop.set("fs.viewfs.mounttable.store.link./files", store.toUri().toString());
    remote = new RemoteFiles(() -> folder, () -> hadoop);
  }

  @Test
  void aDatasetComesWithTheSchemaFileItNames() throws IOException {
    Path stored = DefinitionFile.good().in(store, "dataset.yaml");

    Path fetched = remote.dataset("viewfs://store/files/dataset.yaml");

    assertThat(fetched)
        .isEqualTo(folder.resolve("viewfs/store/files/dataset.yaml"))
        .hasSameBinaryContentAs(stored);
    assertThat(Definitions.load(List.of(fetched), DefinitionFile.platform()).problems()).isEmpty();
  }

  @Test
  void aPlatformFileComesAlone() throws IOException {
    Files.writeString(store.resolve("a platform.yaml"), "lake: /x");

    assertThat(remote.file("viewfs://store/files/a platform.yaml")).hasContent("lake: /x");
  }

  @Test
  void filesOfThisMachineStayWhereTheyAre() {
    assertThat(remote.file("some where/platform.yaml"))
        .isEqualTo(Path.of("some where/platform.yaml"));
    assertThat(remote.dataset("file:///some where/d.yaml"))
        .isEqualTo(Path.of("/some where/d.yaml"));
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> remote.dataset("viewfs://store/files/none.yaml"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("Cannot fetch viewfs://store/files/none.yaml")
        .hasMessageContaining("FileNotFoundException");
  }

  @Test
  void aFileSystemThatHadoopDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> remote.file("nowhere://bucket/platform.yaml"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("Cannot fetch nowhere://bucket/platform.yaml")
        .hasMessageContaining("No FileSystem for scheme");
  }
}
