package dev.sluice.objectstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Where a bucket is and who asks, as Hadoop's S3A has been told: leases and commits must look at
 * the store that the tables are in. What S3A has not been told, AWS's SDK finds as everywhere.
 *
 * @param endpoint of a store that is not AWS's own for the region
 * @param pathStyle whether the bucket stands in the path and not in the host's name
 * @param keys told to Hadoop; else the SDK's own chain finds some
 */
record S3Settings(
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    Optional<AwsCredentials> keys) {

  /** Of every region that does not say otherwise, and found without being named. */
  private static final String CENTRAL = "s3.amazonaws.com";

  /** Of a bucket: its own options go before those of all. */
  static S3Settings of(Configuration hadoop, String bucket) {
    Options options = new Options(hadoop, bucket);
    return new S3Settings(
        options.find("endpoint").filter(host -> !host.equals(CENTRAL)).map(options::uri),
        options.find("endpoint.region"),
        options.find("path.style.access").map(Boolean::parseBoolean).orElse(false),
        options.keys());
  }

  private record Options(Configuration hadoop, String bucket) {
    Optional<String> find(String name) {
      return text(hadoop.getTrimmed("fs.s3a.bucket." + bucket + "." + name))
          .or(() -> text(hadoop.getTrimmed("fs.s3a." + name)));
    }

    URI uri(String host) {
      boolean secure =
          find("connection.ssl.enabled").map(text -> !text.equalsIgnoreCase("false")).orElse(true);
      return URI.create(host.contains("://") ? host : (secure ? "https://" : "http://") + host);
    }

    Optional<AwsCredentials> keys() {
      Optional<String> id = secret("access.key");
      Optional<String> key = secret("secret.key");
      if (id.isEmpty() || key.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          secret("session.token")
              .<AwsCredentials>map(
                  token -> AwsSessionCredentials.create(id.get(), key.get(), token))
              .orElseGet(() -> AwsBasicCredentials.create(id.get(), key.get())));
    }

    /** From the options, or a file of secrets that Hadoop knows. */
    private Optional<String> secret(String name) {
      return password("fs.s3a.bucket." + bucket + "." + name).or(() -> password("fs.s3a." + name));
    }

    private Optional<String> password(String name) {
      try {
        char[] found = hadoop.getPassword(name);
        return found == null ? Optional.empty() : text(new String(found).strip());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + name, e);
      }
    }

    private static Optional<String> text(String value) {
      return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
  }
}
