package dev.ostiary.protocol.saml;

import java.util.Arrays;
import java.util.Optional;

/// The algorithms for encrypted content (XML Encryption 1.1, section 5.2).
enum ContentCipher {
  AES_128_GCM(Namespaces.ENCRYPTION_11 + "aes128-gcm", 16, true),
  AES_192_GCM(Namespaces.ENCRYPTION_11 + "aes192-gcm", 24, true),
  AES_256_GCM(Namespaces.ENCRYPTION_11 + "aes256-gcm", 32, true),
  AES_128_CBC(Namespaces.ENCRYPTION + "aes128-cbc", 16, false),
  AES_192_CBC(Namespaces.ENCRYPTION + "aes192-cbc", 24, false),
  AES_256_CBC(Namespaces.ENCRYPTION + "aes256-cbc", 32, false);

  private final String uri;
  private final int keyBytes;
  private final boolean authenticated;

  ContentCipher(String uri, int keyBytes, boolean authenticated) {
    this.uri = uri;
    this.keyBytes = keyBytes;
    this.authenticated = authenticated;
  }

  static Optional<ContentCipher> find(String uri) {
    return Arrays.stream(values()).filter(cipher -> cipher.uri.equals(uri)).findFirst();
  }

  String uri() {
    return uri;
  }

  int keyBytes() {
    return keyBytes;
  }

  /// Whether a changed ciphertext is noticed. One that is not lets a stranger ask questions about
  /// its content by changing it.
  boolean authenticated() {
    return authenticated;
  }
}
