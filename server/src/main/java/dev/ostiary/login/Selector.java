package dev.ostiary.login;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// By what a request says which connection it wants. Where it says several things, the first of
/// this order counts alone: a more precise one that is of no use is not replaced by a vaguer one
/// (wire contract, section 3.2).
sealed interface Selector {
  /// @param organization if the request names one too, the connection must be its
  record ByConnection(ConnectionId id, @Nullable OrganizationId organization) implements Selector {}

  record ByOrganization(OrganizationId id) implements Selector {}

  /// @param named whether the app named the domain itself, and not in an e-mail address
  record ByDomain(String domain, boolean named) implements Selector {}

  record Nothing() implements Selector {}

  /// @throws LoginRefusal when what would count cannot be anything
  static Selector of(Parameters parameters) {
    if (parameters.find("provider").isPresent()) {
      throw new LoginRefusal(
          LoginError.invalid_connection_selector,
          "provider: there are no social connections; name a connection, organization or domain");
    }
    Optional<OrganizationId> organization =
        parameters.find("organization_id").map(Selector::organization);
    Optional<String> connection = parameters.find("connection_id");
    if (connection.isPresent()) {
      return new ByConnection(connection(connection.get()), organization.orElse(null));
    }
    if (organization.isPresent()) {
      return new ByOrganization(organization.get());
    }
    Optional<String> domain = parameters.find("domain").or(() -> parameters.find("domain_hint"));
    if (domain.isPresent()) {
      return new ByDomain(domain.get().toLowerCase(Locale.ROOT), true);
    }
    return parameters
        .find("login_hint")
        .flatMap(Selector::domainOf)
        .<Selector>map(name -> new ByDomain(name, false))
        .orElseGet(Nothing::new);
  }

  private static Optional<String> domainOf(String email) {
    int at = email.lastIndexOf('@');
    return at > 0 && at < email.length() - 1
        ? Optional.of(email.substring(at + 1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static ConnectionId connection(String text) {
    try {
      return ConnectionId.parse("connection_id", text);
    } catch (Problem malformed) {
      throw new LoginRefusal(
          LoginError.invalid_connection_id,
          "connection_id names no connection of this environment");
    }
  }

  private static OrganizationId organization(String text) {
    try {
      return OrganizationId.parse("organization_id", text);
    } catch (Problem malformed) {
      throw unknownOrganization();
    }
  }

  /// One answer for an id that is none, another environment's, or of nobody any more.
  static LoginRefusal unknownOrganization() {
    return new LoginRefusal(
        LoginError.invalid_organization_id,
        "organization_id names no organization of this environment");
  }
}
