package dev.ostiary.token;

/// A refusal of the token endpoint, in the words that RFC 6749, section 5.2 fixes.
final class OAuthRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final int status;
  private final String code;

  private OAuthRefusal(int status, String code, String description) {
    super(description, null, false, false);
    this.status = status;
    this.code = code;
  }

  static OAuthRefusal invalidRequest(String description) {
    return new OAuthRefusal(BAD_REQUEST, "invalid_request", description);
  }

  static OAuthRefusal unsupportedGrantType(String description) {
    return new OAuthRefusal(BAD_REQUEST, "unsupported_grant_type", description);
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

  static OAuthRefusal unavailable() {
    return new OAuthRefusal(
        UNAVAILABLE, "temporarily_unavailable", "the database is away; try again shortly");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String description() {
    return String.valueOf(getMessage());
  }
}
