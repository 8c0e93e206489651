package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The key that seals every secret at rest: 32 random bytes, written in base64.
public record MasterKey(Secret text) {
  private static final int BYTES = 32;

  /// So many different ones random bytes have, save once in more keys than will ever be made.
  private static final int LEAST_VARIETY = 12;

  /// Enough to tell the handful of keys an installation ever has.
  static final int ID_BYTES = 8;

  private static final byte[] ID_LABEL =
      "ostiary master key id".getBytes(StandardCharsets.US_ASCII);

  public MasterKey {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.reveal());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected 32 bytes in base64, found other characters", e);
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("expected 32 bytes in base64, found " + bytes.length);
    }
    if (new String(bytes, StandardCharsets.ISO_8859_1).chars().distinct().count() < LEAST_VARIETY) {
      throw new IllegalArgumentException(
          "expected 32 random bytes, found few that differ, as in an example; make some with:"
              + " openssl rand -base64 32");
    }
  }

  /// A new one.
  public static MasterKey generate(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new MasterKey(new Secret(Base64.getEncoder().encodeToString(bytes)));
  }

  /// Tells the key from others without telling anything of it: 16 hexadecimal digits, which stand
  /// in every value that it sealed.
  public String id() {
    byte[] hash = Digests.hmacSha256(bytes(), ID_LABEL);
    return HexFormat.of().formatHex(hash, 0, ID_BYTES);
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(text.reveal());
  }
}
