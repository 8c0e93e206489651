package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/// Makes texts that nobody can guess.
public final class RandomText {
  /// Out of reach of any search, so that a plain hash suffices to store it (OWASP ASVS 5.0, 6.5.2).
  private static final int TOKEN_BYTES = 32;

  private final SecureRandom random;

  public RandomText(SecureRandom random) {
    this.random = random;
  }

  /// 256 bits in URL-safe characters.
  public Secret token() {
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES)));
  }

  /// `count` random bytes in the standard base64 alphabet, with padding.
  public Secret base64(int count) {
    return new Secret(Base64.getEncoder().encodeToString(bytes(count)));
  }

  /// For what makes its own keys.
  SecureRandom source() {
    return random;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
