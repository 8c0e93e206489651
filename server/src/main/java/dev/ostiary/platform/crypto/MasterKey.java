package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The key that seals every secret at rest: 32 random bytes, written in base64.
public record MasterKey(Secret text) {
  private static final int BYTES = 32;

  /// Enough to tell the handful of keys an installation ever has.
  static final int ID_BYTES = 8;

  private static final byte[] ID_LABEL =
      "ostiary master key id".getBytes(StandardCharsets.US_ASCII);

  public MasterKey {
    int length;
    try {
      length = Base64.getDecoder().decode(text.reveal()).length;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected 32 bytes in base64, found other characters", e);
    }
    if (length != BYTES) {
      throw new IllegalArgumentException("expected 32 bytes in base64, found " + length);
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
