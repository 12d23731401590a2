package dev.sluice.common.definition;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code 64 MiB}, {@code 500 kB} and plain numbers of bytes. */
final class ByteSizes {
  /** Also the pattern of the published JSON Schema. */
  static final String PATTERN = "^([0-9]{1,9}) ?(B|kB|KB|MB|GB|KiB|MiB|GiB)$";

  static final String HINT = "write a number and a unit, such as 64 MiB";

  private static final Pattern COMPILED = Pattern.compile(PATTERN);

  private static final Map<String, Long> UNITS =
      Map.of(
          "B", 1L,
          "kB", 1_000L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30);

  private ByteSizes() {}

  static Optional<Long> parse(String text) {
    Matcher size = COMPILED.matcher(text);
    return size.matches()
        ? Optional.of(Long.parseLong(size.group(1)) * UNITS.get(size.group(2)))
        : Optional.empty();
  }
}
