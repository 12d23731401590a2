package dev.sluice.common.definition;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A key of {@code protection.hmac} in the platform file. Travels to executors with what they need
 * to judge rows; stands in no plan, no table and no message.
 *
 * @param id prefixed to every value it signs: {@code k2:...}
 * @param secret the text of the secret; its UTF-8 bytes are the key of HMAC-SHA-256
 */
public record HmacKey(String id, String secret) implements Serializable {
  /** A shorter key is weaker than the hash. */
  static final int MIN_BYTES = 32;

  public HmacKey {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(secret, "secret");
  }

  /** The key's bytes. */
  public byte[] bytes() {
    return secret.getBytes(StandardCharsets.UTF_8);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "HmacKey[id=" + id + "]";
  }
}
