package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Hashes and keyed hashes, and the only way to compare them.
public final class Digests {
  private Digests() {}

  public static byte[] sha256(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// How a random token is stored: it has 256 bits of its own, so it needs no slow hash.
  public static byte[] ofToken(Secret token) {
    return sha256(token.reveal().getBytes(StandardCharsets.UTF_8));
  }

  /// HMAC-SHA256 (RFC 2104) over the parts, one after the other.
  public static byte[] hmacSha256(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Compares without telling by its duration where the first difference is.
  public static boolean equal(byte[] a, byte[] b) {
    return MessageDigest.isEqual(a, b);
  }
}
