package dev.sluice.local.doctor;

import dev.sluice.local.JavaHome;
import java.util.List;
import java.util.Optional;

/** Java 17 for Spark; a newer one beside it for Trino. */
final class JavaChecks {
  private static final int SPARK_JAVA = 17;

  private JavaChecks() {}

  static List<Check> all() {
    return List.of(
        runningJava(Runtime.version().feature(), System.getProperty("java.home")),
        javaForTrino(JavaHome.forTrino()));
  }

  static Check runningJava(int feature, String home) {
    String found = "Java " + feature + " in " + home;
    return feature == SPARK_JAVA
        ? Check.ok("java", found)
        : Check.fail(
            "java", found, "Spark 3.5 runs on Java 17: install a JDK 17 and set JAVA_HOME to it");
  }

  static Check javaForTrino(Optional<JavaHome> newEnough) {
    return newEnough
        .map(home -> Check.ok("java-trino", "Java " + home.feature() + " in " + home.path()))
        .orElseGet(
            () ->
                Check.warn(
                    "java-trino",
                    "no JDK " + JavaHome.TRINO_FEATURE + " or newer in the usual places",
                    "only `sluice trino` needs it: install a JDK "
                        + JavaHome.TRINO_FEATURE
                        + " or newer and set TRINO_JAVA_HOME to it"));
  }
}
