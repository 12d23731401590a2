package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What this build is made of, written down by Maven. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream resource = Version.class.getResourceAsStream("build.properties")) {
      build.load(resource);
    }
    return new String[] {
      "sluice " + build.getProperty("version"),
      "Spark %s, Delta %s, Scala %s, Java %s"
          .formatted(
              build.getProperty("spark"),
              build.getProperty("delta"),
              build.getProperty("scala"),
              Runtime.version())
    };
  }
}
