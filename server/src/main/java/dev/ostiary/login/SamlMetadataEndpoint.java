package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.protocol.saml.SpKey;
import dev.ostiary.protocol.saml.SpMetadata;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What an administrator gives to an identity provider: `/sso/v1/saml/{connection}/metadata`. It is
/// there before the connection is complete, since the other side is often set up first.
final class SamlMetadataEndpoint implements BrowserEndpoint {
  private final Connections connections;
  private final SpKeys keys;

  SamlMetadataEndpoint(Connections connections, SpKeys keys) {
    this.connections = connections;
    this.keys = keys;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder().methods(HttpMethod.GET).path("/sso/v1/saml/{connection}/metadata").build());
  }

  @Override
  public Reply serve(Visit visit) {
    Connection connection =
        connections
            .find(visit.environment().id(), Objects.requireNonNull(visit.connection()))
            .filter(found -> found.type() == ConnectionType.SAML)
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_connection_id, "There is no such SAML connection here."));
    var parties = new SamlParties(visit.environment(), connection);
    boolean assertions =
        parties.config().signingOption() == SamlConfig.SigningOption.SAML_ONLY_ASSERTION_SIGNING
            || parties.config().signingOption()
                == SamlConfig.SigningOption.SAML_RESPONSE_ASSERTION_SIGNING;
    List<X509Certificate> certificates =
        keys.published(visit.environment()).stream().map(SpKey::certificate).toList();
    SpMetadata metadata =
        new SpMetadata(
            parties.urls().entityId(),
            parties.urls().callback(),
            parties.urls().singleLogout(),
            parties.nameIdFormat(),
            certificates,
            certificates.getLast(),
            parties.config().wantRequestSigned(),
            assertions);
    return Reply.of(new NextStep.Document(SpMetadata.MEDIA_TYPE, metadata.xml()));
  }
}
