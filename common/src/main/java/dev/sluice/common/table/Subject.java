package dev.sluice.common.table;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whose rows are to go, without saying who: a hash under a salt of its own. Requests, logs and the
 * ledger of erasures have no more than this. Who has both can try ids, so that ids that can be
 * guessed are not kept from whoever reads the lake's control files.
 *
 * @param salt 32 hex digits, random
 * @param hash 64 hex digits: HMAC-SHA-256 under the salt over the id's UTF-8 bytes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Subject(String salt, String hash) implements Serializable {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SALT_BYTES = 16;

  /** That of an id, each time with another salt. */
  public static Subject of(String id) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    byte[] hash = mac(salt).doFinal(id.getBytes(StandardCharsets.UTF_8));
    return new Subject(HexFormat.of().formatHex(salt), HexFormat.of().formatHex(hash));
  }

  /** Tells the ids that are meant from others. */
  public Matcher matcher() {
    return new Matcher(mac(HexFormat.of().parseHex(salt)), HexFormat.of().parseHex(hash));
  }

  private static Mac mac(byte[] salt) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(salt, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  /** For one thread. */
  public static final class Matcher {
    private final Mac mac;
    private final byte[] hash;

    private Matcher(Mac mac, byte[] hash) {
      this.mac = mac;
      this.hash = hash;
    }

    /**
     * Whether an id is the subject's.
     *
     * @param id its UTF-8 bytes
     */
    public boolean matches(byte[] id) {
      return MessageDigest.isEqual(mac.doFinal(id), hash);
    }
  }
}
