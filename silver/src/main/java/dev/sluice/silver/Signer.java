package dev.sluice.silver;

import dev.sluice.common.definition.HmacKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Signs texts with one key: {@code <id>:<64 hex digits>}, the HMAC-SHA-256 of the text's UTF-8
 * bytes. Equal texts have equal signatures, whatever column they stand in, so that tables can be
 * joined by them. For one thread; makes no object per text but the result.
 */
final class Signer {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 32;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Mac mac;
  private final byte[] prefix;
  private final byte[] hash = new byte[HASH_BYTES];

  Signer(HmacKey key) {
    this.prefix = (key.id() + ":").getBytes(StandardCharsets.US_ASCII);
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  UTF8String sign(UTF8String text) {
    update(text);
    try {
      mac.doFinal(hash, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("A hash has " + HASH_BYTES + " bytes", e);
    }
    byte[] signature = new byte[prefix.length + 2 * HASH_BYTES];
    System.arraycopy(prefix, 0, signature, 0, prefix.length);
    int at = prefix.length;
    for (byte part : hash) {
      signature[at++] = HEX[(part >> 4) & 0xf];
      signature[at++] = HEX[part & 0xf];
    }
    return UTF8String.fromBytes(signature);
  }

  private void update(UTF8String text) {
    if (text.getBaseObject() instanceof byte[] bytes) {
      mac.update(bytes, (int) (text.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET), text.numBytes());
    } else {
      mac.update(text.getBytes());
    }
  }
}
