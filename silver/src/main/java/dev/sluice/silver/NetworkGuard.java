package dev.sluice.silver;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The network of an address: {@code 203.0.113.0/24}, {@code 2001:db8:12::/48}. What is no address
 * could be anything, so nothing of it is shown.
 */
final class NetworkGuard implements Guard {
  private static final int LONGEST = 64;
  private static final int IPV4_BYTES = 4;

  /** {@code ::ffff:203.0.113.7}: ten zeros, two ones, an IPv4 address. */
  private static final int MAPPED_AT = 12;

  @Override
  public Object protect(Object value) {
    UTF8String text = (UTF8String) value;
    byte[] address =
        text.numBytes() > LONGEST
            ? null
            : NetUtil.createByteArrayFromIpAddressString(text.toString());
    if (address == null) {
      return null;
    }
    return UTF8String.fromString(address.length == IPV4_BYTES ? ipv4(address, 0) : ipv6(address));
  }

  private static String ipv6(byte[] address) {
    byte[] mapped = new byte[MAPPED_AT];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    return Arrays.equals(address, 0, MAPPED_AT, mapped, 0, MAPPED_AT)
        ? ipv4(address, MAPPED_AT)
        : network(group(address, 0), group(address, 2), group(address, 4));
  }

  private static String ipv4(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        + "."
        + (bytes[at + 1] & 0xff)
        + "."
        + (bytes[at + 2] & 0xff)
        + ".0/24";
  }

  private static int group(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /** Zeros at the end go into the double colon, as RFC 5952 writes it. */
  private static String network(int first, int second, int third) {
    String text = "";
    if ((first | second | third) != 0) {
      text = Integer.toHexString(first);
    }
    if ((second | third) != 0) {
      text += ":" + Integer.toHexString(second);
    }
    if (third != 0) {
      text += ":" + Integer.toHexString(third);
    }
    return text + "::/48";
  }
}
