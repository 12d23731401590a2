package dev.sluice.objectstore;

import java.net.URI;
import org.apache.hadoop.fs.Path;

/**
 * An object, or what the keys of a folder's objects begin with.
 *
 * @param key without a slash at either end
 */
record S3Place(String bucket, String key) {

  /** Of a path as Hadoop has it: {@code s3a://bucket/key}. */
  static S3Place of(Path path) {
    URI uri = path.toUri();
    String key = uri.getPath();
    return new S3Place(uri.getAuthority(), key.startsWith("/") ? key.substring(1) : key);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
