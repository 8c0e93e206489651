package dev.ostiary.protocol.saml;

import dev.ostiary.platform.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/// Reads the part of an entity's metadata in which it is an identity provider.
final class IdpDescriptor {
  private static final int MAX_URL_LENGTH = 2048;

  /// A provider in the middle of a key change has two or three; each costs a try per sign-in.
  private static final int MAX_CERTIFICATES = 20;

  private static final int MAX_NAME_ID_FORMATS = 50;

  private final String field;
  private final Instant now;

  IdpDescriptor(String field, Instant now) {
    this.field = field;
    this.now = now;
  }

  static List<Element> roles(Element entity) {
    return Elements.children(entity, Namespaces.METADATA, "IDPSSODescriptor");
  }

  IdpMetadata read(Element entity) {
    String entityId = entityId(entity);
    MetadataValidity.vet(field, entity, now);
    Element role = role(entity);
    MetadataValidity.vet(field, role, now);
    Map<Binding, String> signOn = services(role, "SingleSignOnService");
    if (signOn.isEmpty()) {
      throw refused(
          "found no SingleSignOnService with the binding HTTP-Redirect or HTTP-POST, expected at"
              + " least one");
    }
    return new IdpMetadata(
        entityId,
        signOn,
        services(role, "SingleLogoutService"),
        certificates(role),
        nameIdFormats(role),
        flag(role, "WantAuthnRequestsSigned"));
  }

  private String entityId(Element entity) {
    String id = entity.getAttribute("entityID");
    if (id.isEmpty()) {
      throw refused("found an EntityDescriptor without entityID");
    }
    if (id.length() > IdpMetadata.MAX_ENTITY_ID_LENGTH) {
      throw refused(
          "found an entityID of "
              + id.length()
              + " characters, expected at most "
              + IdpMetadata.MAX_ENTITY_ID_LENGTH);
    }
    if (id.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw refused("found a space or control character in the entityID, expected a URI");
    }
    return id;
  }

  private Element role(Element entity) {
    List<Element> speaking =
        roles(entity).stream()
            .filter(role ->
                List.of(role.getAttribute("protocolSupportEnumeration").strip().split("\\s+"))
                    .contains(Namespaces.PROTOCOL))
            .toList();
    if (speaking.isEmpty()) {
      throw refused("found an identity provider that does not speak SAML 2.0");
    }
    if (speaking.size() > 1) {
      throw refused(
          "found "
              + speaking.size()
              + " IDPSSODescriptors for SAML 2.0 in one entity, expected one");
    }
    return speaking.getFirst();
  }

  private Map<Binding, String> services(Element role, String name) {
    var services = new EnumMap<Binding, String>(Binding.class);
    for (Element service : Elements.children(role, Namespaces.METADATA, name)) {
      Optional<Binding> binding = Binding.find(service.getAttribute("Binding").strip());
      if (binding.isPresent()) {
        services.putIfAbsent(binding.get(), location(name, service));
      }
    }
    return services;
  }

  private String location(String name, Element service) {
    String location = service.getAttribute("Location").strip();
    try {
      URI uri = new URI(location);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("https") || scheme.equals("http"))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && location.length() <= MAX_URL_LENGTH) {
        return location;
      }
    } catch (URISyntaxException e) {
      // refused below
    }
    throw refused(
        "found the Location \""
            + Elements.shown(location)
            + "\" of "
            + name
            + ", expected an absolute http(s) URL");
  }

  private List<IdpCertificate> certificates(Element role) {
    List<Element> keys = Elements.children(role, Namespaces.METADATA, "KeyDescriptor");
    // A key without a use serves for both (SAML 2.0 Metadata, section 2.4.1.1).
    List<Element> signing =
        keys.stream().filter(key -> !key.getAttribute("use").equals("encryption")).toList();
    if (signing.isEmpty()) {
      throw refused(
          keys.isEmpty()
              ? "found no signing certificate, expected at least one KeyDescriptor"
              : "found keys for encryption only, expected a signing certificate");
    }
    var certificates = new LinkedHashMap<String, IdpCertificate>();
    String weakness = "found no X509Certificate in the signing KeyDescriptor, expected one";
    for (Element element : x509Elements(signing)) {
      String text = HardenedXml.onlyText(element);
      if (text == null) {
        throw refused("found an X509Certificate that is empty or not one plain text");
      }
      X509Certificate x509 = IdpCertificate.decode(field, text);
      String reason = IdpCertificate.weakness(x509);
      if (reason == null) {
        var certificate = new IdpCertificate(x509);
        certificates.putIfAbsent(certificate.fingerprint(), certificate);
      } else {
        weakness = reason;
      }
    }
    if (certificates.isEmpty()) {
      throw refused(weakness);
    }
    return List.copyOf(certificates.values());
  }

  private List<Element> x509Elements(List<Element> keyDescriptors) {
    var found = new ArrayList<Element>();
    for (Element key : keyDescriptors) {
      for (Element keyInfo : Elements.children(key, Namespaces.SIGNATURE, "KeyInfo")) {
        for (Element x509Data : Elements.children(keyInfo, Namespaces.SIGNATURE, "X509Data")) {
          found.addAll(Elements.children(x509Data, Namespaces.SIGNATURE, "X509Certificate"));
        }
      }
    }
    if (found.size() > MAX_CERTIFICATES) {
      throw refused(
          "found " + found.size() + " signing certificates, expected at most " + MAX_CERTIFICATES);
    }
    return found;
  }

  private List<String> nameIdFormats(Element role) {
    var formats = new ArrayList<String>();
    for (Element element : Elements.children(role, Namespaces.METADATA, "NameIDFormat")) {
      String format = HardenedXml.onlyText(element);
      if (format == null || formats.size() == MAX_NAME_ID_FORMATS) {
        throw refused(
            "found a NameIDFormat that is empty or not one plain text, or more than "
                + MAX_NAME_ID_FORMATS
                + " of them");
      }
      formats.add(format.strip());
    }
    return formats;
  }

  private boolean flag(Element element, String name) {
    return switch (element.getAttribute(name).strip()) {
      case "true", "1" -> true;
      case "false", "0", "" -> false;
      default -> throw refused("found a value of " + name + " that is neither true nor false");
    };
  }

  private Problem refused(String description) {
    return Problem.invalid(field, description);
  }
}
