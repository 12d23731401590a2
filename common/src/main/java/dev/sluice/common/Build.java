package dev.sluice.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build is made of, written down by Maven. */
public record Build(String version, String spark, String delta, String scala) {

  /** Reads it. */
  public static Build read() {
    Properties build = new Properties();
    try (InputStream resource = Build.class.getResourceAsStream("build.properties")) {
      build.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read build.properties", e);
    }
    return new Build(
        build.getProperty("version"),
        build.getProperty("spark"),
        build.getProperty("delta"),
        build.getProperty("scala"));
  }
}
