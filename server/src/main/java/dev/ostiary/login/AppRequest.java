package dev.ostiary.login;

import dev.ostiary.platform.id.ClientId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an app asked for, after every check was passed.
///
/// @param redirectUri one that is registered for the client
/// @param state echoed as it came
/// @param codeChallenge of PKCE, method S256; null for a client that may do without
/// @param maxAge in seconds
/// @param subject whom the app expects, from its `id_token_hint`
record AppRequest(
    ClientId client,
    String redirectUri,
    ResponseMode responseMode,
    Set<String> scopes,
    @Nullable String state,
    @Nullable String nonce,
    @Nullable String codeChallenge,
    @Nullable Prompt prompt,
    @Nullable Integer maxAge,
    @Nullable String loginHint,
    @Nullable String subject) {
  AppRequest {
    scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
  }
}
