package dev.ostiary.protocol.saml;

import dev.ostiary.platform.crypto.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;

/// Our RSA key as a service provider: it signs what we send, and opens what is encrypted for us.
///
/// @param certificate its container, which identity providers import; self-signed
public record SpKey(PrivateKey key, X509Certificate certificate) {
  static final String ALGORITHM = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

  /// RSA-SHA256 in base64.
  String sign(String text) {
    try {
      var provider = Signatures.nativeProvider();
      Signature signature =
          provider.isPresent()
              ? Signature.getInstance("SHA256withRSA", provider.get())
              : Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "SpKey[" + certificate.getSubjectX500Principal().getName() + "]";
  }
}
