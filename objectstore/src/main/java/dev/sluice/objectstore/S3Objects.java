package dev.sluice.objectstore;

import java.util.List;
import java.util.Optional;

/** {@link ConditionalObjects} of S3: {@code If-None-Match} and {@code If-Match} of its puts. */
record S3Objects(S3Bucket bucket) implements ConditionalObjects {
  @Override
  public Optional<Stored> read(String key) {
    return bucket.get(key);
  }

  @Override
  public Optional<String> create(String key, byte[] content) {
    return bucket.put(key, content, put -> put.ifNoneMatch("*"));
  }

  @Override
  public Optional<String> replace(String key, byte[] content, String tag) {
    return bucket.put(key, content, put -> put.ifMatch(tag));
  }

  @Override
  public List<String> list(String folder) {
    String prefix = folder + "/";
    return bucket.list(prefix, prefix).stream()
        .map(object -> object.key().substring(prefix.length()))
        .toList();
  }
}
