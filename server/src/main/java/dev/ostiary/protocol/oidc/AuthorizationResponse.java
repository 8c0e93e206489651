package dev.ostiary.protocol.oidc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What comes back with the browser from an identity provider (OpenID Connect Core, sections
/// 3.1.2.5 and 3.1.2.6).
public sealed interface AuthorizationResponse {
  /// Providers have codes of some hundred characters, a few up to 2000.
  int MAX_CODE = 4096;

  /// The value of `state`, null when there is none: without it the answer belongs to nothing.
  @Nullable String state();

  /// @param issuer who says to have answered (RFC 9207); null when the answer does not say
  record Code(String state, String code, @Nullable String issuer)
      implements AuthorizationResponse {}

  /// The provider refused.
  ///
  /// @param error tame enough to be shown: of the characters that the standard allows
  /// @param description what the provider says about it, tamed and cut; null when nothing
  record Refused(String state, String error, @Nullable String description, @Nullable String issuer)
      implements AuthorizationResponse {}

  /// It is no answer by the standard.
  record Malformed(@Nullable String state, String found) implements AuthorizationResponse {}

  /// Reads the query of the callback.
  ///
  /// @param parameters all values of each name
  static AuthorizationResponse read(Map<String, List<String>> parameters) {
    for (String name : Set.of("state", "code", "error", "error_description", "iss")) {
      if (parameters.getOrDefault(name, List.of()).size() > 1) {
        return new Malformed(null, "the parameter " + name + " came twice");
      }
    }
    String state = value(parameters, "state");
    if (state == null) {
      return new Malformed(null, "the answer has no state");
    }
    if (parameters.containsKey("response")
        || parameters.containsKey("id_token")
        || parameters.containsKey("access_token")) {
      return new Malformed(state, "the answer holds tokens, expected a code and nothing else");
    }
    String code = value(parameters, "code");
    String error = value(parameters, "error");
    if ((code == null) == (error == null)) {
      return new Malformed(
          state, code == null ? "neither a code nor an error" : "a code and an error at once");
    }
    String issuer = value(parameters, "iss");
    if (code != null) {
      return code.length() <= MAX_CODE
          ? new Code(state, code, issuer)
          : new Malformed(state, "a code of " + code.length() + " characters");
    }
    return new Refused(
        state,
        OAuthError.tame(String.valueOf(error)),
        Optional.ofNullable(value(parameters, "error_description"))
            .map(OAuthError::tame)
            .orElse(null),
        issuer);
  }

  /// Whether the answer may come from the provider that was asked (RFC 9207, section 2.4): the
  /// defense against one provider answering in another's place.
  ///
  /// @param required whether the provider says that it always names itself
  static boolean isFrom(String issuer, @Nullable String found, boolean required) {
    return found == null ? !required : found.equals(issuer);
  }

  private static @Nullable String value(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }
}
