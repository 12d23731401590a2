package dev.sluice.cli.stack;

import dev.sluice.common.definition.HmacKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The key that signs what datasets of a local stack protect: made once, beside the lake, readable
 * by its owner only. Whoever removes it makes a new one, with which nothing is equal any more.
 */
public final class LocalHmacKey {
  static final String ID = "local";
  private static final String FILE = "hmac.key";
  private static final int BYTES = 32;

  private LocalHmacKey() {}

  /** The file of a lake's key, made if it is not there. */
  static Path make(Path lake) {
    Path file = file(lake);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, random());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + file, e);
    }
  }

  /** A lake's key; any one for a lake that has none yet, so that its datasets can be checked. */
  public static HmacKey read(Path lake) {
    Path file = file(lake);
    try {
      return new HmacKey(ID, Files.exists(file) ? Files.readString(file) : random());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static Path file(Path lake) {
    return lake.toAbsolutePath().resolveSibling(FILE);
  }

  private static String random() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }
}
