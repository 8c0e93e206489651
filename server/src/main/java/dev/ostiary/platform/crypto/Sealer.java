package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts secrets for storage with AES-256-GCM: one version byte, a random nonce of 96 bits, the
/// ciphertext with its tag of 128 bits (NIST SP 800-38D).
///
/// Every sealed value is bound to the place it is stored at, so that a row copied onto another one
/// cannot be opened there.
public final class Sealer {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  public Sealer(MasterKey masterKey, SecureRandom random) {
    this.key = new SecretKeySpec(masterKey.bytes(), "AES");
    this.random = random;
  }

  /// Seals `secret` for `place`, e.g. `webhook_secret/whe_123`.
  public byte[] seal(String place, Secret secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed =
        crypt(
            Cipher.ENCRYPT_MODE,
            nonce,
            place,
            ByteBuffer.wrap(secret.reveal().getBytes(StandardCharsets.UTF_8)));
    return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
        .put(VERSION)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /// Opens what was sealed for the same place.
  ///
  /// @throws IllegalStateException when the bytes were altered, moved, or sealed with another key
  public Secret open(String place, byte[] sealed) {
    ByteBuffer buffer = ByteBuffer.wrap(sealed);
    if (buffer.remaining() <= 1 + NONCE_BYTES || buffer.get() != VERSION) {
      throw new IllegalStateException("no sealed value at " + place);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    return new Secret(
        new String(crypt(Cipher.DECRYPT_MODE, nonce, place, buffer), StandardCharsets.UTF_8));
  }

  private byte[] crypt(int mode, byte[] nonce, String place, ByteBuffer input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
      byte[] output = new byte[cipher.getOutputSize(input.remaining())];
      cipher.doFinal(input, ByteBuffer.wrap(output));
      return output;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the secret at "
              + place
              + " cannot be opened: it was altered, or OSTIARY_MASTER_KEY is not the key it was"
              + " sealed with",
          e);
    }
  }
}
