package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarContentsTest {
  @TempDir Path folder;

  @Test
  void aLinkedFileIsUnpackedThoughItsOriginIsNot() throws IOException {
    try (TarArchiveOutputStream tar = archive()) {
      file(tar, "root/lib/a.jar", "a");
      file(tar, "root/plugin/other/b.jar", "b");
      file(tar, "root/plugin/other/c.jar", "c");
      link(tar, "root/plugin/ours/a.jar", "root/lib/a.jar");
      link(tar, "root/plugin/ours/b.jar", "root/plugin/other/b.jar");
      link(tar, "root/plugin/third/c.jar", "root/plugin/other/c.jar");
    }
    AtomicLong read = new AtomicLong();

    contents().unpack(folder.resolve("out"), read::set);

    assertThat(files()).containsExactly("lib/a.jar", "plugin/ours/a.jar", "plugin/ours/b.jar");
    assertThat(folder.resolve("out/plugin/ours/b.jar")).hasContent("b");
    assertThat(folder.resolve("out/plugin/other")).doesNotExist();
    assertThat(read).hasValue(2 * Files.size(folder.resolve("a.tar.gz")));
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsRefused() throws IOException {
    try (TarArchiveOutputStream tar = archive()) {
      file(tar, "root/lib/../../escaped", "x");
    }

    assertThatThrownBy(() -> contents().unpack(folder.resolve("out"), read -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads out of it");
    assertThat(folder.resolve("escaped")).doesNotExist();
  }

  private TarContents contents() {
    return TarContents.belowItsRoot(
        folder.resolve("a.tar.gz"),
        name -> name.startsWith("lib/") || name.startsWith("plugin/ours/"));
  }

  private List<String> files() throws IOException {
    Path out = folder.resolve("out");
    try (Stream<Path> all = Files.walk(out)) {
      return all.filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private TarArchiveOutputStream archive() throws IOException {
    return new TarArchiveOutputStream(
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.tar.gz"))));
  }

  private static void file(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(text.length());
    tar.putArchiveEntry(entry);
    tar.write(text.getBytes(StandardCharsets.US_ASCII));
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }
}
