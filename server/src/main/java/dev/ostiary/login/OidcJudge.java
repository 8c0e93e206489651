package dev.ostiary.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.OidcConfig;
import dev.ostiary.connection.ProviderCalls;
import dev.ostiary.connection.ProviderKeys;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.protocol.oidc.AuthorizationResponse;
import dev.ostiary.protocol.oidc.IdToken;
import dev.ostiary.protocol.oidc.IdTokenVerdict;
import dev.ostiary.protocol.oidc.IdTokenVerifier;
import dev.ostiary.protocol.oidc.Rejection;
import dev.ostiary.protocol.oidc.SignatureAlgorithm;
import dev.ostiary.protocol.oidc.TokenResponse;
import dev.ostiary.protocol.oidc.UserInfoResponse;
import dev.ostiary.token.Authentication;
import dev.ostiary.token.UpstreamSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Judges what an OpenID provider answered: redeems the code, checks the ID token, and asks for the
/// rest of the claims.
final class OidcJudge {
  /// It will stand in an address, and usual web servers take 8 KB of that. Without it the provider
  /// still knows the browser, and asks the person perhaps.
  private static final int MAX_HINT = 6000;

  private final ProviderCalls calls;
  private final ProviderKeys keys;
  private final InstantSource clock;

  OidcJudge(ProviderCalls calls, ProviderKeys keys, InstantSource clock) {
    this.calls = calls;
    this.keys = keys;
    this.clock = clock;
  }

  /// One attempt that is to be judged.
  record Case(
      Environment environment,
      Login login,
      Connection connection,
      Handshake handshake,
      Steps steps) {
    OidcConfig config() {
      return (OidcConfig) connection.config();
    }
  }

  /// @throws RejectedAnswer when it is not accepted
  ProviderProfile judge(Case attempt, AuthorizationResponse.Code answer) {
    OidcConfig config = attempt.config();
    refuseOtherIssuer(attempt.connection(), answer.issuer());
    TokenResponse.Tokens tokens = redeem(attempt, new Secret(answer.code()));
    IdToken idToken = verified(attempt, answer.code(), tokens);
    ObjectNode claims = idToken.claims();
    attempt.steps().add("found the ID token good", "claims", Json.text(claims));
    if (config.userInfoUri() != null) {
      claims = completed(attempt, claims, tokens.accessToken(), idToken.subject());
    }
    return new ProviderProfile(
        idToken.subject(),
        claims,
        new Authentication(
            Objects.requireNonNullElse(idToken.authenticationTime(), clock.instant()),
            idToken.contextClass(),
            idToken.methods()),
        new UpstreamSession(idToken.session(), Map.of()),
        hint(config, tokens.idToken()),
        null);
  }

  private static @Nullable Secret hint(OidcConfig config, String idToken) {
    return config.idpLogoutRequired() && idToken.length() <= MAX_HINT ? new Secret(idToken) : null;
  }

  /// One provider must not answer for another (RFC 9207, section 2.4); no request leaves us before
  /// that is certain.
  private static void refuseOtherIssuer(Connection connection, @Nullable String found) {
    String issuer = Objects.requireNonNull(((OidcConfig) connection.config()).issuer());
    if (!AuthorizationResponse.isFrom(issuer, found, false)) {
      throw new RejectedAnswer(
              LoginError.authentication_not_completed,
              "another identity provider answered than was asked",
              "issuer of the connection: it must be written exactly as the provider writes it")
          .with("iss", String.valueOf(found))
          .with("expected", issuer);
    }
  }

  private TokenResponse.Tokens redeem(Case attempt, Secret code) {
    OidcConfig config = attempt.config();
    Secret verifier = config.pkceEnabled() ? new Secret(attempt.handshake().codeVerifier()) : null;
    String callback = SpUrls.of(attempt.environment().url(), attempt.connection()).callback();
    return switch (calls.redeem(config, callback, code, verifier)) {
      case TokenResponse.Tokens tokens -> tokens;
      case TokenResponse.Refused refused ->
          throw new RejectedAnswer(
                  LoginError.failed_to_exchange_token,
                  "the identity provider did not redeem its own code",
                  refused.error().equals("invalid_client")
                      ? "client id, client secret and client authentication of the application at"
                          + " the identity provider"
                      : "redirect URI of the application at the identity provider: " + callback)
              .with("error", refused.error())
              .with("error_description", String.valueOf(refused.description()));
      case TokenResponse.Malformed malformed ->
          throw new RejectedAnswer(
                  LoginError.failed_to_exchange_token,
                  "the identity provider's token endpoint gave no usable answer",
                  "token URL of the connection, and whether the provider answers there")
              .with("found", malformed.found());
    };
  }

  private IdToken verified(Case attempt, String code, TokenResponse.Tokens tokens) {
    OidcConfig config = attempt.config();
    IdTokenVerifier.Expectation expectation =
        new IdTokenVerifier.Expectation(
            Objects.requireNonNull(config.issuer()),
            Objects.requireNonNull(config.clientId()),
            attempt.handshake().nonce(),
            SignatureAlgorithm.USUAL,
            code,
            tokens.accessToken().reveal(),
            maxAge(attempt.login()),
            clock.instant());
    IdTokenVerdict verdict =
        keys.judge(
            attempt.connection().id(),
            Objects.requireNonNull(config.jwksUri()),
            set -> IdTokenVerifier.verify(tokens.idToken(), set, expectation));
    return switch (verdict) {
      case IdTokenVerdict.Accepted accepted -> accepted.token();
      case IdTokenVerdict.Rejected(Rejection reason) ->
          throw new RejectedAnswer(
                  LoginError.invalid_id_token,
                  "the ID token breaks the rule " + reason.rule().name(),
                  reason.remedy())
              .with("found", reason.found());
    };
  }

  private static @Nullable Duration maxAge(Login login) {
    AppRequest request = login.request();
    return request == null || request.maxAge() == null
        ? null
        : Duration.ofSeconds(request.maxAge());
  }

  /// What userinfo says replaces what the ID token says, the e-mail address and whether it is
  /// verified always together: from two sources they could be made to disagree.
  private ObjectNode completed(
      Case attempt, ObjectNode claims, Secret accessToken, String subject) {
    return switch (calls.userInfo(attempt.config(), accessToken, subject)) {
      case UserInfoResponse.Claims info -> {
        ObjectNode all = claims.deepCopy();
        if (info.claims().has(AttributeMapping.EMAIL)) {
          all.remove(List.of(AttributeMapping.EMAIL, AttributeMapping.EMAIL_VERIFIED));
        }
        all.setAll(info.claims());
        attempt.steps().add("asked the userinfo endpoint", "claims", Json.text(info.claims()));
        yield all;
      }
      case UserInfoResponse.Refused refused ->
          throw new RejectedAnswer(
                  LoginError.user_info_retrieve_failed,
                  "the identity provider's userinfo endpoint gave no usable answer",
                  "userinfo URL of the connection, and whether the provider answers there")
              .with("found", refused.found());
    };
  }

  /// The provider's own refusal, in the word that the app knows.
  RejectedAnswer refused(Connection connection, AuthorizationResponse.Refused answer) {
    refuseOtherIssuer(connection, answer.issuer());
    LoginError error =
        switch (answer.error()) {
          case "access_denied" -> LoginError.access_denied;
          case "login_required", "interaction_required", "account_selection_required" ->
              LoginError.login_required;
          case "temporarily_unavailable" -> LoginError.temporarily_unavailable;
          default -> LoginError.authentication_not_completed;
        };
    return new RejectedAnswer(
            error,
            "the identity provider refused the sign-in",
            "who is assigned to the application at the identity provider, and its own log of"
                + " sign-ins")
        .with("error", answer.error())
        .with("error_description", String.valueOf(answer.description()));
  }
}
