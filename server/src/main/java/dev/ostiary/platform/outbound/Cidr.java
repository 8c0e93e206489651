package dev.ostiary.platform.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/// A range of addresses, e.g. `10.0.0.0/8`. Membership is arithmetic on the address bytes; the
/// predicates of [InetAddress] know only some of the private ranges.
public final class Cidr {
  /// Four decimal numbers without leading zeros, since `010.0.0.1` means 8.0.0.1 to some readers.
  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private static final int MAPPED_PREFIX_BYTES = 12;

  private final byte[] network;
  private final int length;

  private Cidr(byte[] network, int length) {
    this.network = network;
    this.length = length;
  }

  /// Reads `address/length`; an address alone is a range of one.
  ///
  /// @throws IllegalArgumentException saying what is wrong with the text; names are never resolved
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    byte[] bytes = bytes(address);
    int bits = bytes.length * 8;
    int length = slash < 0 ? bits : length(text, text.substring(slash + 1), bits);
    Cidr range = new Cidr(masked(bytes, length), length);
    if (!Arrays.equals(range.network, bytes)) {
      throw new IllegalArgumentException(
          "found "
              + text
              + ", whose address has bits after the first "
              + length
              + "; write "
              + range);
    }
    return range;
  }

  /// The range that holds this one address.
  static Cidr of(InetAddress address) {
    byte[] bytes = bytes(address);
    return new Cidr(bytes, bytes.length * 8);
  }

  public boolean contains(InetAddress address) {
    return contains(bytes(address));
  }

  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = length / 8;
    if (Arrays.mismatch(network, 0, whole, address, 0, whole) >= 0) {
      return false;
    }
    int rest = length % 8;
    return rest == 0 || ((network[whole] ^ address[whole]) & mask(rest)) == 0;
  }

  /// The address's bytes; an IPv4 address mapped into IPv6 (`::ffff:0:0/96`) is unwrapped, because
  /// that is the host it leads to.
  static byte[] bytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address && isMapped(bytes)) {
      return Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, bytes.length);
    }
    return bytes;
  }

  /// Reads an address in its usual spelling only: `127.1`, `2130706433` and `0177.0.0.1` are
  /// refused, and so is a zone (`fe80::1%eth0`).
  ///
  /// @throws IllegalArgumentException when the text is anything else
  static InetAddress literal(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      throw notAnAddress(text);
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text);
    }
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "found \"" + text + "\", expected an IP address such as 10.0.0.0 or fd00::");
  }

  private static int length(String text, String digits, int bits) {
    if (digits.matches("[0-9]{1,3}") && Integer.parseInt(digits) <= bits) {
      return Integer.parseInt(digits);
    }
    throw new IllegalArgumentException(
        "found " + text + ", expected a number from 0 to " + bits + " after the slash");
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < MAPPED_PREFIX_BYTES - 2; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
  }

  private static byte[] masked(byte[] address, int length) {
    byte[] network = address.clone();
    for (int i = 0; i < network.length; i++) {
      int bits = Math.clamp(length - i * 8, 0, 8);
      network[i] &= (byte) mask(bits);
    }
    return network;
  }

  private static int mask(int bits) {
    return 0xff << (8 - bits) & 0xff;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr that
        && length == that.length
        && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + length;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/" + length;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
