package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/// An Ed25519 key pair (RFC 8032). Written as text it is the base64 of the 32 bytes of the seed and
/// the 32 bytes of the public key, the form of libsodium and of Standard Webhooks.
public final class Ed25519Key {
  private static final int PART_BYTES = 32;

  private final byte[] seed;
  private final byte[] publicKey;
  private final PrivateKey privateKey;

  private Ed25519Key(byte[] seed, byte[] publicKey) {
    this.seed = seed;
    this.publicKey = publicKey;
    try {
      this.privateKey =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A new one.
  public static Ed25519Key generate(RandomText random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, random.source());
      KeyPair pair = generator.generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      byte[] encoded = pair.getPublic().getEncoded();
      // RFC 8410, section 4: the structure of a public key ends with its 32 bytes.
      return new Ed25519Key(
          seed, Arrays.copyOfRange(encoded, encoded.length - PART_BYTES, encoded.length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads the text form.
  public static Ed25519Key parse(Secret text) {
    byte[] bytes = Base64.getDecoder().decode(text.reveal());
    if (bytes.length != 2 * PART_BYTES) {
      throw new IllegalArgumentException("expected 64 bytes in base64, found " + bytes.length);
    }
    return new Ed25519Key(
        Arrays.copyOf(bytes, PART_BYTES), Arrays.copyOfRange(bytes, PART_BYTES, 2 * PART_BYTES));
  }

  /// The text form, private half included.
  public Secret text() {
    byte[] both = Arrays.copyOf(seed, 2 * PART_BYTES);
    System.arraycopy(publicKey, 0, both, PART_BYTES, PART_BYTES);
    return new Secret(Base64.getEncoder().encodeToString(both));
  }

  /// The 32 bytes that the world may know.
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /// The signature of the parts, one after the other: 64 bytes, always the same for the same input.
  public byte[] sign(byte[]... parts) {
    return Signatures.ed25519(privateKey, parts);
  }
}
