package dev.ostiary.token;

import java.time.Duration;

/// A refusal of the back channel, in the words that RFC 6749, section 5.2 fixes, and RFC 6750,
/// section 3.1 where an access token was shown.
final class OAuthRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private static final String INVALID_TOKEN = "invalid_token";

  private final int status;
  private final String code;
  private final Duration retryAfter;

  private OAuthRefusal(int status, String code, String description) {
    this(status, code, description, Duration.ZERO);
  }

  private OAuthRefusal(int status, String code, String description, Duration retryAfter) {
    super(description, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  static OAuthRefusal invalidRequest(String description) {
    return new OAuthRefusal(BAD_REQUEST, "invalid_request", description);
  }

  /// The code or refresh token is good for nothing.
  static OAuthRefusal invalidGrant(String description) {
    return new OAuthRefusal(BAD_REQUEST, "invalid_grant", description);
  }

  static OAuthRefusal unauthorizedClient(String description) {
    return new OAuthRefusal(BAD_REQUEST, "unauthorized_client", description);
  }

  /// RFC 7009, section 2.2.1.
  static OAuthRefusal unsupportedTokenType(String description) {
    return new OAuthRefusal(BAD_REQUEST, "unsupported_token_type", description);
  }

  /// The access token is none of ours, has expired, or was taken back.
  static OAuthRefusal invalidToken() {
    return new OAuthRefusal(
        UNAUTHORIZED,
        INVALID_TOKEN,
        "the access token is not one of a person in this environment, has expired, or was revoked");
  }

  static OAuthRefusal unsupportedGrantType(String description) {
    return new OAuthRefusal(BAD_REQUEST, "unsupported_grant_type", description);
  }

  static OAuthRefusal invalidScope(String description) {
    return new OAuthRefusal(BAD_REQUEST, "invalid_scope", description);
  }

  /// One answer for every reason, so that nobody learns which clients there are.
  static OAuthRefusal invalidClient() {
    return new OAuthRefusal(
        UNAUTHORIZED,
        "invalid_client",
        "client_id or client_secret is wrong, or they belong to another environment");
  }

  static OAuthRefusal noEnvironment(String authority) {
    return new OAuthRefusal(
        NOT_FOUND,
        "invalid_request",
        "no environment at " + authority + "; use the URL the environment was created with");
  }

  /// The error code is that of the same situation at the authorization endpoint (RFC 6749, section
  /// 4.1.2.1); the token endpoint has none of its own for it.
  static OAuthRefusal tooManyFailures(Duration retryAfter) {
    return new OAuthRefusal(
        TOO_MANY_REQUESTS,
        "temporarily_unavailable",
        "too many wrong secrets came from this address; check the secret, then try again later",
        retryAfter);
  }

  static OAuthRefusal unavailable() {
    return new OAuthRefusal(
        UNAVAILABLE, "temporarily_unavailable", "the database is away; try again shortly");
  }

  /// Whether the caller showed an access token instead of a client's credentials.
  boolean isOfBearerToken() {
    return code.equals(INVALID_TOKEN);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /// When to try again; zero when there is no saying.
  Duration retryAfter() {
    return retryAfter;
  }

  String description() {
    return String.valueOf(getMessage());
  }
}
