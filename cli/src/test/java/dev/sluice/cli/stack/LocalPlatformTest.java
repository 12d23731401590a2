package dev.sluice.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPlatformTest {
  @TempDir Path folder;

  @Test
  void theKeyIsMadeOnceAndNotWrittenIntoTheFile() throws Exception {
    Path lake = folder.resolve("a place").resolve("lake");
    List<HmacKey> keys = platform(lake).hmacKeys();

    assertThat(keys).extracting(HmacKey::id).containsExactly("local");
    assertThat(platform(lake).hmacKeys()).isEqualTo(keys).containsExactly(LocalHmacKey.read(lake));
    assertThat(Files.readString(file())).doesNotContain(keys.get(0).secret());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(lake.resolveSibling("hmac.key"))))
        .isEqualTo("rw-------");
  }

  private PlatformDefinition platform(Path lake) {
    new LocalPlatform(
            lake, "127.0.0.1:9092", "redis://127.0.0.1:6379", Optional.empty(), LaneOption.LIVE)
        .write(file());
    return PlatformReader.read(file(), "", Map.of());
  }

  private Path file() {
    return folder.resolve("run").resolve("platform.yaml");
  }
}
