package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import java.util.EnumSet;
import java.util.Set;

/// What an operator says of a client (wire contract, section 1.4).
public record ClientSettings(String name, ClientType type, ClientUris uris, ClientPolicy policy) {
  private static final int MAX_NAME = 128;

  public ClientSettings {
    Faults faults = new Faults().text("name", name, 1, MAX_NAME);
    if (!GrantType.possibleFor(type).containsAll(policy.grants())) {
      faults.add(
          "grant_types",
          "client_credentials needs a secret, which a " + type + " client cannot keep");
    }
    faults.refuse();
  }

  /// A backend with a name and nothing else.
  public static ClientSettings named(String name) {
    return new ClientSettings(name, ClientType.WEB, ClientUris.NONE, ClientPolicy.DEFAULT);
  }

  /// The ways to a token that are open to the client.
  public Set<GrantType> grants() {
    return policy.grants().isEmpty()
        ? GrantType.possibleFor(type)
        : EnumSet.copyOf(policy.grants());
  }

  /// Whether a sign-in without a code challenge is refused (RFC 9700, section 2.1.1).
  public boolean needsPkce() {
    return policy.enforcePkce() || type.isPublic();
  }
}
