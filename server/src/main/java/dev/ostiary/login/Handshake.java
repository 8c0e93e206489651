package dev.ostiary.login;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.id.LoginId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What binds an attempt to the browser it began in. The browser keeps one secret in a cookie, the
/// database its hash, and everything that must not be guessed on the way is derived from it: so
/// nobody else can bring the answer, and whoever reads the database cannot either.
record Handshake(LoginId id, Secret secret) {
  /// `req_…`, a dot, 256 bits: 66 characters, and SAML allows 80 for its RelayState.
  private static final Pattern HANDLE =
      Pattern.compile("(req_[1-9][0-9]{0,18})\\.([A-Za-z0-9_-]{43})");

  /// The attempt that a handle names; whether it is the right handle is another question.
  static Optional<LoginId> attemptOf(String handle) {
    Matcher parts = HANDLE.matcher(handle);
    try {
      return parts.matches()
          ? Optional.of(LoginId.parse("handle", parts.group(1)))
          : Optional.empty();
    } catch (dev.ostiary.platform.Problem tooLarge) {
      return Optional.empty();
    }
  }

  /// `state` of OIDC, `RelayState` of SAML.
  String handle() {
    return id + "." + derived("handle");
  }

  /// Whether this is the handle that was sent along. The time it takes tells nothing.
  boolean isHandle(String presented) {
    return Digests.equal(
        presented.getBytes(StandardCharsets.UTF_8), handle().getBytes(StandardCharsets.UTF_8));
  }

  /// `nonce` of OIDC: the ID token must be made for this attempt.
  String nonce() {
    return derived("nonce");
  }

  /// The verifier of PKCE (RFC 7636, section 4.1): 43 characters, 256 bits.
  String codeVerifier() {
    return derived("code verifier");
  }

  /// The `ID` of the SAML request: an XML name, so it begins with an underscore.
  String samlRequestId() {
    return "_" + HexFormat.of().formatHex(mac("saml request"));
  }

  /// What the database keeps of the secret.
  byte[] browserHash() {
    return Digests.ofToken(secret);
  }

  private String derived(String purpose) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(purpose));
  }

  private byte[] mac(String purpose) {
    return Digests.hmacSha256(
        secret.reveal().getBytes(StandardCharsets.US_ASCII),
        (id + "/" + purpose).getBytes(StandardCharsets.US_ASCII));
  }
}
