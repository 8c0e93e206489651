package dev.ostiary.connection;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An OpenID Connect provider; we are its relying party. Null is what is not known yet.
///
/// @param endSessionUri where browsers are signed out of the provider; only a discovery document
///   says it
/// @param idpLogoutRequired whether who signs out here is to be signed out of the provider as well
public record OidcConfig(
    @Nullable String issuer,
    @Nullable String discoveryEndpoint,
    @Nullable String authorizeUri,
    @Nullable String tokenUri,
    @Nullable String userInfoUri,
    @Nullable String jwksUri,
    @Nullable String endSessionUri,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    List<Scope> scopes,
    TokenAuthType tokenAuthType,
    boolean pkceEnabled,
    boolean idpLogoutRequired,
    boolean syncsProfileOnLogin,
    boolean provisionsJustInTime)
    implements ConnectionConfig {
  static final String ISSUER = "oidc_config.issuer";
  static final String DISCOVERY_ENDPOINT = "oidc_config.discovery_endpoint";
  static final String TOKEN_URI = "oidc_config.token_uri";
  static final String USER_INFO_URI = "oidc_config.user_info_uri";
  static final String JWKS_URI = "oidc_config.jwks_uri";

  /// What browsers and proxies are known to carry.
  private static final int MAX_URL = 2048;

  private static final int MAX_CLIENT_ID = 512;
  private static final int MAX_CLIENT_SECRET = 2048;

  /// What a new connection has: PKCE is on, as RFC 9700, section 2.1.1 asks for.
  static final OidcConfig EMPTY =
      new OidcConfig(
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          List.of(Scope.openid, Scope.profile, Scope.email),
          TokenAuthType.BASIC_AUTH,
          true,
          false,
          false,
          true);

  /// What is asked of the provider; the names are those of the protocol.
  public enum Scope {
    openid,
    profile,
    email,
    address,
    phone
  }

  /// How we authenticate at the provider's token endpoint.
  public enum TokenAuthType {
    /// `client_secret_post`, for all its name.
    URL_PARAMS,
    /// `client_secret_basic`
    BASIC_AUTH
  }

  public OidcConfig {
    Faults faults =
        new Faults()
            .url(ISSUER, issuer, MAX_URL)
            .url(DISCOVERY_ENDPOINT, discoveryEndpoint, MAX_URL)
            .url("oidc_config.authorize_uri", authorizeUri, MAX_URL)
            .url(TOKEN_URI, tokenUri, MAX_URL)
            .url(USER_INFO_URI, userInfoUri, MAX_URL)
            .url(JWKS_URI, jwksUri, MAX_URL)
            .url(DISCOVERY_ENDPOINT, endSessionUri, MAX_URL)
            .text("oidc_config.client_id", clientId, 1, MAX_CLIENT_ID)
            .text(
                "oidc_config.client_secret",
                clientSecret == null ? null : clientSecret.reveal(),
                1,
                MAX_CLIENT_SECRET);
    if (!scopes.contains(Scope.openid)) {
      faults.add("oidc_config.scopes", "found " + scopes + ", expected openid to be one of them");
    }
    faults.refuse();
    scopes = scopes.stream().distinct().toList();
  }

  @Override
  public ConnectionType type() {
    return ConnectionType.OIDC;
  }

  @Override
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    require(missing, ISSUER, issuer);
    require(missing, "oidc_config.authorize_uri", authorizeUri);
    require(missing, TOKEN_URI, tokenUri);
    require(missing, JWKS_URI, jwksUri);
    require(missing, "oidc_config.client_id", clientId);
    require(missing, "oidc_config.client_secret", clientSecret);
    return missing;
  }

  private static void require(List<String> missing, String field, @Nullable Object value) {
    if (value == null) {
      missing.add(field);
    }
  }

  @Override
  public boolean isStarted() {
    return issuer != null
        || discoveryEndpoint != null
        || authorizeUri != null
        || tokenUri != null
        || userInfoUri != null
        || jwksUri != null
        || clientId != null
        || clientSecret != null;
  }

  @Override
  public boolean hasSameEndpoints(ConnectionConfig other) {
    return other instanceof OidcConfig oidc
        && Objects.equals(authorizeUri, oidc.authorizeUri)
        && Objects.equals(tokenUri, oidc.tokenUri)
        && Objects.equals(userInfoUri, oidc.userInfoUri)
        && Objects.equals(jwksUri, oidc.jwksUri);
  }

  /// Whether every address that a discovery document gives is there.
  boolean hasEndpoints() {
    return authorizeUri != null && tokenUri != null && jwksUri != null;
  }
}
