package dev.sluice.cli.init;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first events of a file with one JSON object in each line. */
public final class FileSample {
  private FileSample() {}

  /**
   * Reads them.
   *
   * @param events at most so many lines; empty ones do not count
   */
  public static Sample read(Path file, int events) throws IOException {
    Sample sample = new Sample();
    // Bytes that are no UTF-8 make their line no event, and not the file unreadable.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = lines.readLine();
      while (line != null && sample.size() + sample.others() < events) {
        if (!line.isBlank()) {
          sample.take(line.getBytes(StandardCharsets.ISO_8859_1));
        }
        line = lines.readLine();
      }
    }
    return sample;
  }
}
