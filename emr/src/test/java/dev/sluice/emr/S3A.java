package dev.sluice.emr;

import dev.sluice.common.s3.PretendedS3;
import java.io.File;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an administrator would have done for Spark to know a store that speaks as S3 does. */
final class S3A {
  private static final Pattern JARS =
      Pattern.compile(".*/(hadoop-aws|aws-java-sdk-[a-z0-9]+|jmespath-java|ion-java)-[^/]*\\.jar");

  private S3A() {}

  /** Lines for {@code spark-defaults.conf}. */
  static String defaults() {
    String options =
        PretendedS3.settings(PretendedS3.endpoint()).entrySet().stream()
            .map(option -> "spark.hadoop." + option.getKey() + " " + option.getValue() + "\n")
            .collect(Collectors.joining());
    return options + "spark.driver.extraClassPath " + jars() + "\n";
  }

  /** Hadoop's S3A and what of AWS's SDK it needs; the rest is Spark's. */
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(JARS.asMatchPredicate())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
