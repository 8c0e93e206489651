package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/// The key that seals every secret at rest: 32 random bytes, written in base64.
public record MasterKey(Secret text) {
  private static final int BYTES = 32;

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

  byte[] bytes() {
    return Base64.getDecoder().decode(text.reveal());
  }
}
