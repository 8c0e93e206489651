package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts secrets for storage with AES-256-GCM: one version byte, the id of the master key, a
/// random nonce of 96 bits, the ciphertext with its tag of 128 bits (NIST SP 800-38D).
///
/// Every sealed value is bound to the place it is stored at, so that a row copied onto another one
/// cannot be opened there.
public final class Sealer {
  /// Where the id of the master key begins in a sealed value, counted from one as SQL does.
  static final int ID_POSITION = 2;

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD_BYTES = 1 + MasterKey.ID_BYTES + NONCE_BYTES;

  private final String newest;
  private final Map<String, SecretKeySpec> keys;
  private final SecureRandom random;

  public Sealer(MasterKeys masterKeys, SecureRandom random) {
    this.newest = masterKeys.newest().id();
    this.keys =
        masterKeys.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    MasterKey::id, key -> new SecretKeySpec(key.bytes(), "AES")));
    this.random = random;
  }

  /// With one key, for everything.
  public Sealer(MasterKey masterKey, SecureRandom random) {
    this(MasterKeys.only(masterKey), random);
  }

  /// Seals `secret` for `place`, e.g. `webhook_secret/whe_123`.
  public byte[] seal(String place, Secret secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed =
        crypt(
            Cipher.ENCRYPT_MODE,
            Objects.requireNonNull(keys.get(newest)),
            nonce,
            place,
            ByteBuffer.wrap(secret.reveal().getBytes(StandardCharsets.UTF_8)));
    return ByteBuffer.allocate(HEAD_BYTES + sealed.length)
        .put(VERSION)
        .put(HexFormat.of().parseHex(newest))
        .put(nonce)
        .put(sealed)
        .array();
  }

  /// Opens what was sealed for the same place.
  ///
  /// @throws IllegalStateException when the bytes were altered, moved, or sealed with another key
  public Secret open(String place, byte[] sealed) {
    ByteBuffer buffer = ByteBuffer.wrap(sealed);
    if (buffer.remaining() <= HEAD_BYTES || buffer.get() != VERSION) {
      throw new IllegalStateException("no sealed value at " + place);
    }
    byte[] id = new byte[MasterKey.ID_BYTES];
    buffer.get(id);
    SecretKeySpec key = keys.get(HexFormat.of().formatHex(id));
    if (key == null) {
      throw new IllegalStateException(
          "the secret at "
              + place
              + " was sealed with master key "
              + HexFormat.of().formatHex(id)
              + ", which is not among those given: "
              + String.join(", ", keys.keySet()));
    }
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    return new Secret(
        new String(crypt(Cipher.DECRYPT_MODE, key, nonce, place, buffer), StandardCharsets.UTF_8));
  }

  /// The same secret for the same place, sealed with the newest key.
  byte[] reseal(String place, byte[] sealed) {
    return seal(place, open(place, sealed));
  }

  private static byte[] crypt(
      int mode, SecretKeySpec key, byte[] nonce, String place, ByteBuffer input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
      byte[] output = new byte[cipher.getOutputSize(input.remaining())];
      cipher.doFinal(input, ByteBuffer.wrap(output));
      return output;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the secret at " + place + " cannot be opened: it was altered or moved", e);
    }
  }
}
