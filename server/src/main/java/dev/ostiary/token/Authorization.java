package dev.ostiary.token;

import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a sign-in lets a client have, and everything that its code is bound to. The front channel
/// has checked all of it against the client.
///
/// @param redirectUri where the code was sent; the client must name it again
/// @param codeChallenge of PKCE, method S256; null only where a client that has a secret opted out
/// @param nonce given back in the ID token
/// @param scopes granted; `offline_access` among them asks for a refresh token
public record Authorization(
    ClientId client,
    String redirectUri,
    @Nullable String codeChallenge,
    @Nullable String nonce,
    List<String> scopes,
    SessionId session,
    Identity identity) {
  public static final String OFFLINE_ACCESS = "offline_access";

  /// What a client may ask for; anything else is not granted.
  public static final List<String> SCOPES =
      List.of("openid", "profile", "email", "phone", OFFLINE_ACCESS);

  public Authorization {
    scopes = List.copyOf(scopes);
    if (!SCOPES.containsAll(scopes) || !scopes.contains("openid")) {
      throw new IllegalArgumentException("scopes " + scopes);
    }
  }

  boolean isOffline() {
    return scopes.contains(OFFLINE_ACCESS);
  }
}
