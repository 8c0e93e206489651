package dev.ostiary.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A receiver's check of `v1a`, written from the Standard Webhooks text and the JDK alone.
public final class Ed25519Verifier {
  /// What stands before the 32 bytes in the structure of a public key (RFC 8410, section 4).
  private static final String X509_HEAD = "302a300506032b6570032100";

  private final PublicKey key;

  /// @param publicKey `whpk_` and base64
  public Ed25519Verifier(String publicKey) {
    if (!publicKey.startsWith("whpk_")) {
      throw new IllegalArgumentException(publicKey);
    }
    byte[] raw = Base64.getDecoder().decode(publicKey.substring("whpk_".length()));
    try {
      key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new X509EncodedKeySpec(
                      HexFormat.of().parseHex(X509_HEAD + HexFormat.of().formatHex(raw))));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Whether one of the signatures in the header is this key's.
  public boolean accepts(WebhookReceiver.Request request) {
    return accepts(
        request.id(),
        request.header("webhook-timestamp"),
        request.body(),
        request.header("webhook-signature"));
  }

  public boolean accepts(String id, String timestamp, String body, String header) {
    byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
    return Arrays.stream(header.split(" "))
        .filter(entry -> entry.startsWith("v1a,"))
        .map(entry -> Base64.getDecoder().decode(entry.substring("v1a,".length())))
        .anyMatch(signature -> fits(signed, signature));
  }

  private boolean fits(byte[] signed, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
