package dev.sluice.emr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of {@code docs/how-to/spark-submit.md}, as a reader copies them. */
final class HowTo {
  private static final Path PAGE =
      Path.of(System.getProperty("sluice.home"), "docs", "how-to", "spark-submit.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```sh\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private HowTo() {}

  /** The one block that contains a text. */
  static String block(String text) {
    List<String> found = blocks().stream().filter(block -> block.contains(text)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " blocks with " + text + " in " + PAGE);
    }
    return found.get(0);
  }

  /** All blocks, in the order of the page. */
  static List<String> blocks() {
    try {
      Matcher block = BLOCK.matcher(Files.readString(PAGE));
      return block.results().map(found -> found.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
