package dev.sluice.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The error codes of the program, read from the constants of its compiled classes. */
final class ErrorCodes {
  private static final Pattern CODE = Pattern.compile("SL-[0-9]{4}");

  private ErrorCodes() {}

  static Set<String> inMainClasses() {
    Set<String> codes = new TreeSet<>();
    try {
      for (URL root :
          Collections.list(ErrorCodes.class.getClassLoader().getResources("dev/sluice"))) {
        if (!root.getPath().contains("test-classes") && !root.getPath().contains("-tests.jar")) {
          collect(root.toURI(), codes);
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return codes;
  }

  // Folders in a reactor that only tests, jars in one that packages.
  private static void collect(URI root, Set<String> codes) throws IOException {
    if (root.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
        collect(jar.getPath("dev/sluice"), codes);
      }
    } else {
      collect(Path.of(root), codes);
    }
  }

  private static void collect(Path root, Set<String> codes) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".class"))
          .forEach(file -> collectFrom(file, codes));
    }
  }

  private static void collectFrom(Path file, Set<String> codes) {
    // Examples in help texts are not errors.
    if (file.getParent().endsWith("dev/sluice/cli")) {
      return;
    }
    try {
      Matcher matcher =
          CODE.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        codes.add(matcher.group());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
