package dev.ostiary.connection;

import static dev.ostiary.connection.SettingsChange.given;
import static dev.ostiary.connection.SettingsChange.isGiven;
import static dev.ostiary.connection.SettingsChange.text;
import static dev.ostiary.connection.SettingsChange.value;

import dev.ostiary.connection.MetadataSource.OidcEndpoints;
import dev.ostiary.connection.OidcConfig.Scope;
import dev.ostiary.connection.OidcConfig.TokenAuthType;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A partial change of an {@link OidcConfig}, filled in call by call. The masked client secret, as
/// it is shown, stands for the one that is stored. An empty list of scopes stands for no change.
public final class OidcChange implements SettingsChange {
  private static final String MASK = "********";

  @Nullable String issuer;
  @Nullable String discoveryEndpoint;
  private @Nullable String authorizeUri;
  private @Nullable String tokenUri;
  private @Nullable String userInfoUri;
  private @Nullable String jwksUri;
  private @Nullable String endSessionUri;
  private @Nullable String clientId;
  private @Nullable String clientSecret;
  private List<Scope> scopes = List.of();
  private @Nullable TokenAuthType tokenAuthType;
  private @Nullable Boolean pkceEnabled;
  private @Nullable Boolean idpLogoutRequired;
  private @Nullable Boolean syncsProfileOnLogin;
  private @Nullable Boolean provisionsJustInTime;

  /// What a discovery document adds to what was said by hand, which it does not overrule.
  static OidcChange found(OidcEndpoints document, OidcChange byHand) {
    OidcChange found = new OidcChange();
    // Byte for byte what the provider will write into its tokens.
    found.issuer = document.issuer();
    found.authorizeUri = byHand.authorizeUri == null ? document.authorizeUri() : null;
    found.tokenUri = byHand.tokenUri == null ? document.tokenUri() : null;
    found.jwksUri = byHand.jwksUri == null ? document.jwksUri() : null;
    if (byHand.userInfoUri == null) {
      found.userInfoUri = orNone(document.userInfoUri());
    }
    found.endSessionUri = orNone(document.endSessionUri());
    if (byHand.tokenAuthType == null && !document.tokenAuthMethods().isEmpty()) {
      found.tokenAuthType =
          document.tokenAuthMethods().contains("client_secret_basic")
              ? TokenAuthType.BASIC_AUTH
              : TokenAuthType.URL_PARAMS;
    }
    return found;
  }

  /// What a discovery document that is read again can change: where the provider is.
  static OidcChange reread(OidcEndpoints document) {
    OidcChange found = new OidcChange();
    found.authorizeUri = document.authorizeUri();
    found.tokenUri = document.tokenUri();
    found.userInfoUri = document.userInfoUri();
    found.jwksUri = document.jwksUri();
    found.endSessionUri = orNone(document.endSessionUri());
    return found;
  }

  /// What a document does not say is taken away.
  private static String orNone(@Nullable String said) {
    return said == null ? "" : said;
  }

  public OidcChange issuer(@Nullable String issuer) {
    this.issuer = issuer;
    return this;
  }

  public OidcChange discoveryEndpoint(@Nullable String discoveryEndpoint) {
    this.discoveryEndpoint = discoveryEndpoint;
    return this;
  }

  public OidcChange authorizeUri(@Nullable String authorizeUri) {
    this.authorizeUri = authorizeUri;
    return this;
  }

  public OidcChange tokenUri(@Nullable String tokenUri) {
    this.tokenUri = tokenUri;
    return this;
  }

  public OidcChange userInfoUri(@Nullable String userInfoUri) {
    this.userInfoUri = userInfoUri;
    return this;
  }

  public OidcChange jwksUri(@Nullable String jwksUri) {
    this.jwksUri = jwksUri;
    return this;
  }

  public OidcChange clientId(@Nullable String clientId) {
    this.clientId = clientId;
    return this;
  }

  public OidcChange clientSecret(@Nullable String clientSecret) {
    this.clientSecret = clientSecret;
    return this;
  }

  public OidcChange scopes(List<Scope> scopes) {
    this.scopes = List.copyOf(scopes);
    return this;
  }

  public OidcChange tokenAuthType(@Nullable TokenAuthType tokenAuthType) {
    this.tokenAuthType = tokenAuthType;
    return this;
  }

  public OidcChange pkceEnabled(@Nullable Boolean pkceEnabled) {
    this.pkceEnabled = pkceEnabled;
    return this;
  }

  public OidcChange idpLogoutRequired(@Nullable Boolean idpLogoutRequired) {
    this.idpLogoutRequired = idpLogoutRequired;
    return this;
  }

  public OidcChange syncsProfileOnLogin(@Nullable Boolean syncsProfileOnLogin) {
    this.syncsProfileOnLogin = syncsProfileOnLogin;
    return this;
  }

  public OidcChange provisionsJustInTime(@Nullable Boolean provisionsJustInTime) {
    this.provisionsJustInTime = provisionsJustInTime;
    return this;
  }

  /// Whether somebody entered the addresses by hand.
  boolean setsEndpoints() {
    return isGiven(authorizeUri) || isGiven(tokenUri) || isGiven(jwksUri);
  }

  @Override
  public Map<String, String> calledUrls() {
    return given(
        OidcConfig.DISCOVERY_ENDPOINT, discoveryEndpoint,
        OidcConfig.TOKEN_URI, tokenUri,
        OidcConfig.USER_INFO_URI, userInfoUri,
        OidcConfig.JWKS_URI, jwksUri);
  }

  OidcConfig applyTo(OidcConfig before) {
    return new OidcConfig(
        text(issuer, before.issuer()),
        text(discoveryEndpoint, before.discoveryEndpoint()),
        text(authorizeUri, before.authorizeUri()),
        text(tokenUri, before.tokenUri()),
        text(userInfoUri, before.userInfoUri()),
        text(jwksUri, before.jwksUri()),
        endSession(before),
        text(clientId, before.clientId()),
        secret(before.clientSecret()),
        scopes.isEmpty() ? before.scopes() : scopes,
        value(tokenAuthType, before.tokenAuthType()),
        value(pkceEnabled, before.pkceEnabled()),
        value(idpLogoutRequired, before.idpLogoutRequired()),
        value(syncsProfileOnLogin, before.syncsProfileOnLogin()),
        value(provisionsJustInTime, before.provisionsJustInTime()));
  }

  /// Goes with its issuer: another provider must not be shown what the new one issues.
  private @Nullable String endSession(OidcConfig before) {
    boolean sameIssuer = Objects.equals(text(issuer, before.issuer()), before.issuer());
    return text(endSessionUri, sameIssuer ? before.endSessionUri() : null);
  }

  private @Nullable Secret secret(@Nullable Secret present) {
    String wanted = clientSecret;
    if (wanted == null || (present != null && wanted.equals(present.masked()))) {
      return present;
    }
    if (wanted.startsWith(MASK)) {
      throw Problem.invalid(
          "oidc_config.client_secret",
          "found the mask of another secret; send the secret itself, or nothing to keep the present one");
    }
    return wanted.isEmpty() ? null : new Secret(wanted);
  }
}
