package dev.ostiary.web.page;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a form carries to show that our own page made it: derived from the session, which no other
/// page knows, so it need not be kept.
///
/// @param text for the hidden field
public record CsrfToken(String text) {
  /// The name of the hidden field.
  public static final String FIELD = "csrf";

  private static final byte[] PURPOSE = "form token".getBytes(StandardCharsets.US_ASCII);

  public static CsrfToken of(Secret session) {
    byte[] key = session.reveal().getBytes(StandardCharsets.UTF_8);
    return new CsrfToken(
        Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.hmacSha256(key, PURPOSE)));
  }

  /// Whether a form carries this token.
  public boolean isIn(Visit visit) {
    return Digests.equal(
        text.getBytes(StandardCharsets.UTF_8), visit.form(FIELD).getBytes(StandardCharsets.UTF_8));
  }

  /// The hidden field.
  public Html field() {
    return Tags.input(Attributes.type("hidden"), Attributes.name(FIELD), Attributes.value(text));
  }
}
