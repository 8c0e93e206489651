package dev.ostiary.protocol.oidc;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// Proof that whoever redeems a code is whoever asked for it (RFC 7636), method S256 only: with
/// `plain`, whoever sees the request can redeem the code.
public final class Pkce {
  public static final String METHOD = "S256";

  /// Section 4.1.
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  /// Section 4.2: SHA-256 in base64url without padding.
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private Pkce() {}

  /// The challenge that goes with a verifier.
  public static String challenge(Secret verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Digests.sha256(verifier.reveal().getBytes(StandardCharsets.US_ASCII)));
  }

  public static boolean isChallenge(String text) {
    return CHALLENGE.matcher(text).matches();
  }

  /// Whether the text is a verifier at all, and the one of the challenge.
  public static boolean matches(String challenge, String verifier) {
    return VERIFIER.matcher(verifier).matches()
        && Digests.equal(
            challenge.getBytes(StandardCharsets.US_ASCII),
            challenge(new Secret(verifier)).getBytes(StandardCharsets.US_ASCII));
  }
}
