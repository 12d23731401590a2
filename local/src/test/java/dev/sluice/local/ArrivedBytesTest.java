package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivedBytesTest {
  @TempDir Path directory;

  @Test
  void growsWithTheFileAndNeverJumpsBackOrAhead() throws IOException {
    Path folder = directory.resolve("trino-server");
    ArrivedBytes arrived = new ArrivedBytes(folder);
    assertThat(arrived.look()).as("before Maven has made the folder").isZero();

    Files.createDirectory(folder);
    Path partial = Files.writeString(folder.resolve("server.tar.gz.1.tmp"), "x".repeat(600));
    assertThat(arrived.look()).isEqualTo(600);
    Files.writeString(folder.resolve("server.pom"), "x".repeat(50));
    assertThat(arrived.look()).as("the description beside it").isEqualTo(600);

    Files.delete(partial);
    assertThat(arrived.look()).as("while it is moved, or a mirror failed").isEqualTo(600);
    Files.writeString(folder.resolve("server.tar.gz.2.tmp"), "x".repeat(100));
    assertThat(arrived.look()).as("the next mirror begins again").isEqualTo(600);

    Files.writeString(folder.resolve("server.tar.gz.2.tmp"), "x".repeat(800));
    Files.writeString(folder.resolve("server.tar.gz"), "x".repeat(800));
    assertThat(arrived.look()).as("both while it is copied").isEqualTo(800);
  }
}
