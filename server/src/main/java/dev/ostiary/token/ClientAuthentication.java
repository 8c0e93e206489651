package dev.ostiary.token;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.platform.id.EnvironmentId;
import org.jspecify.annotations.Nullable;

/// Makes sure which client a request comes from (RFC 6749, section 2.3). A client that can keep a
/// secret shows it; a public one, which has none, only says who it is.
final class ClientAuthentication {
  private final ApiClients clients;

  ClientAuthentication(ApiClients clients) {
    this.clients = clients;
  }

  /// @param authorization the header's value
  /// @throws OAuthRefusal with one answer for every reason
  ApiClient authenticate(EnvironmentId environment, Form form, @Nullable String authorization) {
    if (authorization == null && form.find("client_secret").isEmpty()) {
      return clients
          .find(environment, ClientProof.id(form.find("client_id").orElse("")))
          .filter(client -> client.settings().type().isPublic())
          .orElseThrow(OAuthRefusal::invalidClient);
    }
    ClientProof proof = ClientProof.of(form, authorization);
    return clients
        .authenticate(environment, proof.id(), proof.secret())
        .orElseThrow(OAuthRefusal::invalidClient);
  }
}
