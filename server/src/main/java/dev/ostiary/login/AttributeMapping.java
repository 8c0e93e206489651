package dev.ostiary.login;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.protocol.EmailAddress;
import dev.ostiary.token.Identity;
import dev.ostiary.token.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Turns a provider's attributes into ours (wire contract, section 4.5). A connection's own mapping
/// comes first; for standard names that it leaves out there are the names that providers are known
/// to use. Pure.
final class AttributeMapping {
  static final String EMAIL = "email";
  static final String GROUPS = "groups";
  static final String EMAIL_VERIFIED = "email_verified";

  private static final String CLAIM_URI = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

  /// In OIDC the standard has named them. In SAML everybody did.
  private static final Map<String, List<String>> USUAL =
      Map.of(
          EMAIL,
          List.of(
              "email",
              "mail",
              "emailAddress",
              CLAIM_URI + "emailaddress",
              "urn:oid:0.9.2342.19200300.100.1.3"),
          "given_name",
          List.of(
              "given_name",
              "firstName",
              "givenName",
              "givenname",
              CLAIM_URI + "givenname",
              "urn:oid:2.5.4.42"),
          "family_name",
          List.of(
              "family_name",
              "lastName",
              "sn",
              "surname",
              "familyName",
              CLAIM_URI + "surname",
              "urn:oid:2.5.4.4"),
          "name",
          List.of("name", "displayName", "urn:oid:2.16.840.1.113730.3.1.241"),
          "preferred_username",
          List.of("preferred_username", "username", "uid", "urn:oid:0.9.2342.19200300.100.1.1"),
          GROUPS,
          List.of(
              "groups",
              "memberOf",
              "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"));

  /// Further standard claims, that have one name everywhere.
  private static final Set<String> PLAIN =
      Set.of("picture", "locale", "phone_number", "profile", "gender", "birthdate", "zoneinfo");

  private final Connection connection;
  private final Predicate<String> isOwnAddress;

  /// @param isOwnAddress whether the connection's organization has proved that the domain of an
  ///   address is its own
  AttributeMapping(Connection connection, Predicate<String> isOwnAddress) {
    this.connection = connection;
    this.isOwnAddress = isOwnAddress;
  }

  /// @throws RejectedAnswer when there is no e-mail address, or none that is plain
  Identity identity(ProviderProfile received) {
    String email = email(received);
    Map<String, String> claims = new LinkedHashMap<>();
    for (String name : USUAL.keySet()) {
      if (!name.equals(EMAIL) && !name.equals(GROUPS)) {
        first(received, name).ifPresent(value -> claims.put(name, value));
      }
    }
    PLAIN.forEach(name -> first(received, name).ifPresent(value -> claims.put(name, value)));
    return new Identity(
        connection.id(),
        connection.organization(),
        received.subject(),
        new Profile(email, isVerified(email, received), claims, values(received, GROUPS)),
        custom(received),
        received.authentication(),
        received.upstream());
  }

  private String email(ProviderProfile received) {
    return values(received, EMAIL).stream()
        .filter(AttributeMapping::isPlainAddress)
        .findFirst()
        .or(() -> subjectAsEmail(received))
        .orElseThrow(() ->
            new RejectedAnswer(
                LoginError.mandatory_attribute_missing,
                "the identity provider sent no plain e-mail address",
                connection.type() == ConnectionType.SAML
                    ? "attribute statements of the application at the identity provider: add one"
                        + " named "
                        + names(EMAIL).getFirst()
                    : "scopes and claims of the application at the identity provider: release the"
                        + " claim "
                        + names(EMAIL).getFirst()));
  }

  /// Of what is not read in one way by everybody nothing is taken, rather than half of it.
  private static boolean isPlainAddress(String text) {
    return EmailAddress.find(text).isPresent();
  }

  /// Many SAML providers name people by their address and see no need to say it twice.
  private Optional<String> subjectAsEmail(ProviderProfile received) {
    boolean own = connection.attributeMapping().containsKey(EMAIL);
    return connection.type() == ConnectionType.SAML && !own && isPlainAddress(received.subject())
        ? Optional.of(received.subject())
        : Optional.empty();
  }

  /// An address is verified when its domain is the organization's own: then the organization's
  /// provider may speak of it, and of no other. A provider that says "not verified" is believed.
  private boolean isVerified(String email, ProviderProfile received) {
    JsonNode said = received.attributes().path(EMAIL_VERIFIED);
    boolean denied = !said.isMissingNode() && !said.isNull() && !said.asText().equals("true");
    return !denied && isOwnAddress.test(email);
  }

  /// What the mapping has beside the standard names becomes claims of that name.
  private Map<String, List<String>> custom(ProviderProfile received) {
    Map<String, List<String>> custom = new LinkedHashMap<>();
    for (String name : connection.attributeMapping().keySet()) {
      if (!Identity.isReserved(name)) {
        List<String> values = values(received, name);
        if (!values.isEmpty()) {
          custom.put(name, values);
        }
      }
    }
    return custom;
  }

  private Optional<String> first(ProviderProfile received, String name) {
    return values(received, name).stream().filter(value -> !value.isBlank()).findFirst();
  }

  private List<String> values(ProviderProfile received, String name) {
    for (String theirs : names(name)) {
      List<String> values = texts(received.attributes().get(theirs));
      if (!values.isEmpty()) {
        return values;
      }
    }
    return List.of();
  }

  /// Where to look for an attribute, best place first.
  List<String> names(String name) {
    String own = connection.attributeMapping().get(name);
    return own == null ? USUAL.getOrDefault(name, List.of(name)) : List.of(own);
  }

  private static List<String> texts(@Nullable JsonNode node) {
    if (node == null || node.isNull() || node.isObject()) {
      return List.of();
    }
    if (!node.isArray()) {
      return List.of(node.asText());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : node) {
      if (value.isValueNode() && !value.isNull()) {
        texts.add(value.asText());
      }
    }
    return texts;
  }
}
