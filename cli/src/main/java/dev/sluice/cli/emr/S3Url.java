package dev.sluice.cli.emr;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in S3.
 *
 * @param key without a slash at either end; may be empty
 */
public record S3Url(String bucket, String key) {
  /** Hadoop's names for S3 mean the same places. */
  private static final Pattern URL =
      Pattern.compile("s3[an]?://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/.*)?");

  public S3Url {
    key = key.replaceAll("^/+|/+$", "");
  }

  /** The place that a text names; empty when it names none in S3. */
  public static Optional<S3Url> parse(String text) {
    Matcher url = URL.matcher(text);
    return url.matches()
        ? Optional.of(new S3Url(url.group(1), url.group(2) == null ? "" : url.group(2)))
        : Optional.empty();
  }

  /** A place below this one. */
  S3Url resolve(String name) {
    return new S3Url(bucket, key.isEmpty() ? name : key + "/" + name);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? "s3://" + bucket : "s3://" + bucket + "/" + key;
  }
}
