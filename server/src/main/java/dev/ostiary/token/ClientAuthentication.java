package dev.ostiary.token;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Clients;
import dev.ostiary.environment.OrganizationClient;
import dev.ostiary.environment.OrganizationClients;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationClientId;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes sure which client a request comes from (RFC 6749, section 2.3). An app that can keep a
/// secret shows it, as does a machine of an organization; a public app, which has none, only says
/// who it is.
final class ClientAuthentication {
  private final ApiClients apps;
  private final OrganizationClients machines;
  private final FailedProofs failures;

  ClientAuthentication(Clients clients, InstantSource clock) {
    this.apps = clients.apps();
    this.machines = clients.machines();
    this.failures = new FailedProofs(clock);
  }

  /// @param authorization the header's value
  /// @param from the caller's address
  /// @throws OAuthRefusal with one answer for every reason, or since too much was wrong before
  ApiClient authenticate(
      EnvironmentId environment, Form form, @Nullable String authorization, InetAddress from) {
    if (authorization == null && form.find("client_secret").isEmpty()) {
      return apps.find(environment, ClientProof.id(form.find("client_id").orElse("")))
          .filter(client -> client.settings().type().isPublic())
          .orElseThrow(OAuthRefusal::invalidClient);
    }
    ClientProof proof = ClientProof.of(form, authorization);
    return proven(
        proof,
        from,
        () -> apps.authenticate(environment, ClientProof.id(proof.id()), proof.secret()));
  }

  /// The same for a machine, which always has a secret.
  OrganizationClient authenticateMachine(
      EnvironmentId environment, ClientProof proof, InetAddress from) {
    return proven(
        proof, from, () -> machines.authenticate(environment, machine(proof.id()), proof.secret()));
  }

  private <C> C proven(ClientProof proof, InetAddress from, Supplier<Optional<C>> look) {
    failures.admit(from, proof.id());
    Optional<C> client = look.get();
    if (client.isEmpty()) {
      failures.failed(from, proof.id());
      throw OAuthRefusal.invalidClient();
    }
    failures.succeeded(from, proof.id());
    return client.get();
  }

  private static OrganizationClientId machine(String text) {
    try {
      return OrganizationClientId.parse("client_id", text);
    } catch (Problem e) {
      throw OAuthRefusal.invalidClient();
    }
  }
}
