package dev.ostiary.protocol.saml;

import dev.ostiary.platform.crypto.Digests;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Opens encrypted assertions. Whatever is wrong with a ciphertext, the answer is one and the same:
/// a difference would let a stranger read a captured assertion by asking about changed copies of
/// it.
final class Decryptor {
  private static final int GCM_NONCE_BYTES = 12;

  /// Nothing shorter is taken (CVE-2026-32313).
  private static final int GCM_TAG_BITS = 128;

  private static final int BLOCK_BYTES = 16;

  private final List<PrivateKey> keys;

  Decryptor(List<PrivateKey> keys) {
    this.keys = keys;
  }

  /// The XML inside.
  ///
  /// @param authentic whether the identity provider's signature of the whole message has been
  ///   verified; without it only ciphers are used that notice a change themselves
  String open(EncryptedAssertion encrypted, boolean authentic) throws RuleBroken {
    if (keys.isEmpty()) {
      throw new RuleBroken(Rule.ENCRYPTION, "found an encrypted assertion, and we have no key");
    }
    if (!encrypted.cipher().authenticated() && !authentic) {
      throw new RuleBroken(
          Rule.ENCRYPTION,
          "found AES-CBC in a response that is not signed itself, expected AES-GCM");
    }
    try {
      return MessageXml.utf8(content(encrypted));
    } catch (GeneralSecurityException e) {
      throw new RuleBroken(
          Rule.ENCRYPTION, "found an assertion that our encryption key does not open");
    }
  }

  private byte[] content(EncryptedAssertion encrypted) throws GeneralSecurityException {
    var key = new SecretKeySpec(contentKey(encrypted), "AES");
    byte[] content = encrypted.content();
    int head = encrypted.cipher().authenticated() ? GCM_NONCE_BYTES : BLOCK_BYTES;
    if (content.length < head + BLOCK_BYTES) {
      throw new GeneralSecurityException("too short");
    }
    if (encrypted.cipher().authenticated()) {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(GCM_TAG_BITS, content, 0, head));
      return cipher.doFinal(content, head, content.length - head);
    }
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(content, 0, head));
    return withoutPadding(cipher.doFinal(content, head, content.length - head));
  }

  /// The last byte says how many to drop; the others are arbitrary (XML Encryption, section 5.2.1).
  private static byte[] withoutPadding(byte[] padded) throws GeneralSecurityException {
    int count = padded[padded.length - 1] & 0xff;
    if (count < 1 || count > BLOCK_BYTES) {
      throw new GeneralSecurityException("padding");
    }
    return Arrays.copyOf(padded, padded.length - count);
  }

  /// A key that cannot be unwrapped becomes one that nobody knows, so that the failure shows where
  /// every other does: at the content.
  private byte[] contentKey(EncryptedAssertion encrypted) throws GeneralSecurityException {
    int length = encrypted.cipher().keyBytes();
    for (PrivateKey key : keys) {
      try {
        Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
        rsa.init(Cipher.DECRYPT_MODE, key, encrypted.transport());
        byte[] unwrapped = rsa.doFinal(encrypted.wrappedKey());
        if (unwrapped.length == length) {
          return unwrapped;
        }
      } catch (GeneralSecurityException | RuntimeException e) {
        // made for another key, or by a stranger
      }
    }
    byte[] secret = keys.getFirst().getEncoded();
    return Arrays.copyOf(Digests.hmacSha256(secret, encrypted.wrappedKey()), length);
  }
}
