package dev.sluice.cli;

import dev.sluice.common.Build;
import picocli.CommandLine.IVersionProvider;

/** What this build is made of. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Build build = Build.read();
    return new String[] {
      "sluice " + build.version(),
      "Spark %s, Delta %s, Scala %s, Java %s"
          .formatted(build.spark(), build.delta(), build.scala(), Runtime.version())
    };
  }
}
