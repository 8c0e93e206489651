package dev.ostiary.login;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.Environment;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request on its way through the checks: each reads the parameters and fills in what it has made
/// sure of.
final class AuthorizeDraft {
  final Environment environment;
  final Parameters parameters;
  final Set<String> scopes = new LinkedHashSet<>();
  ResponseMode responseMode = ResponseMode.query;
  @Nullable ApiClient client;
  @Nullable String redirectUri;
  @Nullable String codeChallenge;
  @Nullable Prompt prompt;
  @Nullable Integer maxAge;
  @Nullable String subject;

  AuthorizeDraft(Environment environment, Parameters parameters) {
    this.environment = environment;
    this.parameters = parameters;
  }

  ApiClient client() {
    return Objects.requireNonNull(client);
  }

  /// The request as far as it is known: enough to answer it once the redirect URI is trusted.
  AppRequest request() {
    return new AppRequest(
        client().id(),
        Objects.requireNonNull(redirectUri),
        responseMode,
        scopes,
        value("state"),
        value("nonce"),
        codeChallenge,
        prompt,
        maxAge,
        value("login_hint"),
        subject);
  }

  @Nullable String value(String name) {
    return parameters.values().get(name);
  }
}
