package dev.ostiary.connection;

import dev.ostiary.platform.id.ConnectionId;
import java.net.URI;
import java.util.Locale;

/// The addresses of a connection on our side, to be entered at the identity provider (wire
/// contract, section 4.2). Each holds the connection's id, so that no message can be meant for
/// another one.
///
/// @param base also the SAML entity id of our side
public record SpUrls(String base) {

  /// The parameter of the test address that names a configuration.
  public static final String REVISION = "revision";

  /// @param environment the environment's URL
  public static SpUrls of(URI environment, ConnectionType type, ConnectionId id) {
    return new SpUrls(environment + "/sso/v1/" + type.name().toLowerCase(Locale.ROOT) + "/" + id);
  }

  public static SpUrls of(URI environment, Connection connection) {
    return of(environment, connection.type(), connection.id());
  }

  /// Where the answer of the provider arrives: the redirect URI of OIDC, the assertion consumer
  /// service of SAML.
  public String callback() {
    return base + "/callback";
  }

  public String test() {
    return base + "/test";
  }

  /// The same for one configuration, be it a draft.
  public String test(Configuration configuration) {
    return test() + "?" + REVISION + "=" + configuration.revision();
  }

  /// Where a login that begins at the provider is sent to.
  public String initiateLogin() {
    return base + "/init";
  }

  public String postLogoutCallback() {
    return base + "/logout/callback";
  }

  public String backchannelLogout() {
    return base + "/backchannel-logout";
  }

  public String entityId() {
    return base;
  }

  public String metadata() {
    return base + "/metadata";
  }

  public String singleLogout() {
    return base + "/slo";
  }
}
