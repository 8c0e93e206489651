package dev.ostiary.token;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.platform.id.EnvironmentId;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes sure which client a request comes from (RFC 6749, section 2.3). A client that can keep a
/// secret shows it; a public one, which has none, only says who it is.
final class ClientAuthentication {
  private final ApiClients clients;
  private final FailedProofs failures;

  ClientAuthentication(ApiClients clients, InstantSource clock) {
    this.clients = clients;
    this.failures = new FailedProofs(clock);
  }

  /// @param authorization the header's value
  /// @param from the caller's address
  /// @throws OAuthRefusal with one answer for every reason, or since too much was wrong before
  ApiClient authenticate(
      EnvironmentId environment, Form form, @Nullable String authorization, InetAddress from) {
    if (authorization == null && form.find("client_secret").isEmpty()) {
      return clients
          .find(environment, ClientProof.id(form.find("client_id").orElse("")))
          .filter(client -> client.settings().type().isPublic())
          .orElseThrow(OAuthRefusal::invalidClient);
    }
    ClientProof proof = ClientProof.of(form, authorization);
    String id = proof.id();
    failures.admit(from, id);
    Optional<ApiClient> client =
        clients.authenticate(environment, ClientProof.id(id), proof.secret());
    if (client.isEmpty()) {
      failures.failed(from, id);
      throw OAuthRefusal.invalidClient();
    }
    failures.succeeded(from, id);
    return client.get();
  }
}
