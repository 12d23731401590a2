package dev.sluice.common.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a process on this machine finds a lake in S3: through Hadoop's S3A, with what AWS's own tools
 * take from the environment. On a cluster its file systems know.
 */
final class S3Files {
  private static final String IMPLEMENTATION = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  /** Keys that Hadoop was told; else environment, profile or role. */
  private static final String CREDENTIALS =
      "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider,"
          + "com.amazonaws.auth.DefaultAWSCredentialsProviderChain";

  private S3Files() {}

  /** Options of Hadoop. */
  static Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.s3.impl", IMPLEMENTATION);
    settings.put("fs.s3a.aws.credentials.provider", CREDENTIALS);
    // Otherwise every new file removes what marks its folders, one by one up to the root.
    settings.put("fs.s3a.directory.marker.retention", "keep");
    first(environment, "AWS_REGION", "AWS_DEFAULT_REGION")
        .ifPresent(region -> settings.put("fs.s3a.endpoint.region", region));
    first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
        .ifPresent(
            endpoint -> {
              settings.put("fs.s3a.endpoint", endpoint);
              // Few other stores have a host name per bucket.
              settings.put("fs.s3a.path.style.access", "true");
            });
    return settings;
  }

  private static Optional<String> first(Map<String, String> environment, String... names) {
    return Stream.of(names)
        .map(environment::get)
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }
}
