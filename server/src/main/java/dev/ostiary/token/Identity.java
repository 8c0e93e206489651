package dev.ostiary.token;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who signed in, as the identity provider of a connection told it and the connection's mapping put
/// it: what a sign-in by OIDC and one by SAML both end in. A person is the connection and the
/// subject; an e-mail address is a property and never a key.
///
/// @param subject the provider's own name for the person: `sub`, or the NameID
/// @param attributes further claims by name, each with one or several values (wire contract,
///   section 4.5)
/// @param upstream the session at the provider, null when it named none
public record Identity(
    ConnectionId connection,
    OrganizationId organization,
    String subject,
    Profile profile,
    Map<String, List<String>> attributes,
    Authentication authentication,
    @Nullable UpstreamSession upstream) {
  /// OpenID Connect Core, section 2 has 255 for `sub`; a SAML NameID may have 256.
  private static final int MAX_SUBJECT = 256;

  /// Cookies and headers carry the token; the mapping of a connection has at most 30 pairs.
  private static final int MAX_ATTRIBUTES = 30;

  private static final int MAX_NAME = 100;
  private static final int MAX_VALUES = 200;
  private static final int MAX_VALUE = 2048;

  /// Claims of the tokens themselves, those of the profile, and names that the contract keeps
  /// (section 3.5): a provider that could set them would speak in our name.
  private static final Set<String> RESERVED =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "iat",
          "nbf",
          "jti",
          "azp",
          "client_id",
          "nonce",
          "at_hash",
          "c_hash",
          "s_hash",
          "auth_time",
          "acr",
          "amr",
          "oid",
          "sid",
          "xoid",
          "xuid",
          "scope",
          "scopes",
          "roles",
          "permissions",
          "groups",
          "email",
          "email_verified",
          "name",
          "given_name",
          "family_name",
          "events",
          "cnf",
          "act",
          "may_act",
          "metadata",
          "identities",
          "updated_at");

  public Identity {
    Faults faults = new Faults().text("subject", subject, 1, MAX_SUBJECT);
    if (subject.codePoints().anyMatch(Character::isISOControl)) {
      faults.add("subject", "found a control character, expected a name without");
    }
    if (attributes.size() > MAX_ATTRIBUTES) {
      faults.add(
          "attributes", "found " + attributes.size() + ", expected at most " + MAX_ATTRIBUTES);
    }
    attributes.forEach((name, values) -> vet(faults, name, values));
    faults.refuse();
    Map<String, List<String>> copies = new TreeMap<>();
    attributes.forEach((name, values) -> copies.put(name, List.copyOf(values)));
    attributes = Collections.unmodifiableMap(copies);
  }

  private static void vet(Faults faults, String name, List<String> values) {
    faults.text("attributes name", name, 1, MAX_NAME);
    if (isReserved(name)) {
      faults.add(
          "attributes." + name,
          "the claim " + name + " is set by this server; map to another name");
    }
    if (values.size() > MAX_VALUES) {
      faults.add(
          "attributes." + name,
          "found " + values.size() + " values, expected at most " + MAX_VALUES);
    }
    values.forEach(value -> faults.text("attributes." + name, value, 0, MAX_VALUE));
  }

  /// Whether a custom attribute may not have this name.
  public static boolean isReserved(String claim) {
    return RESERVED.contains(claim.toLowerCase(Locale.ROOT)) || Profile.isClaim(claim);
  }

  /// How the person is named to apps: unique in the environment, for the same subject may exist at
  /// another provider.
  public String name() {
    return connection + ";" + subject;
  }
}
