package dev.ostiary.protocol.saml;

import dev.ostiary.platform.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// Reads an identity provider's SAML metadata (SAML 2.0 Metadata, section 2) as an administrator
/// pastes it or its URL serves it. What is pasted instead by mistake is recognized and named. A
/// signature of the document is not looked at: it is trusted because of where it came from.
public final class IdpMetadataReader {
  /// The largest metadata of one provider seen is below 100 KB.
  public static final int MAX_LENGTH = 512 * 1024;

  private static final int MAX_IDS_SHOWN = 3;

  private final String field;

  /// @param field the path of the field the document or its URL came in, for refusals
  public IdpMetadataReader(String field) {
    this.field = field;
  }

  /// Reads metadata that describes exactly one identity provider.
  ///
  /// @throws Problem in plain words when it does not, or lacks what we need
  public IdpMetadata read(String xml, Instant now) {
    return read(xml, now, null);
  }

  /// Reads the metadata of one identity provider out of a document that may describe several.
  ///
  /// @param entityId the one that is wanted; null when there must be only one
  /// @throws Problem in plain words when it is not there, or lacks what we need
  public IdpMetadata read(String xml, Instant now, @Nullable String entityId) {
    refuseWhatIsNoXml(xml);
    Document document;
    try {
      document = HardenedXml.parse(xml, MAX_LENGTH);
    } catch (HardenedXml.Rejected e) {
      throw Problem.invalid(
          field, e.getMessage() + "; expected the identity provider's SAML metadata");
    }
    Element root = document.getDocumentElement();
    refuseOtherDocuments(root);
    var entities = new ArrayList<Element>();
    collect(root, now, entities);
    return new IdpDescriptor(field, now).read(choose(entities, entityId));
  }

  private void refuseWhatIsNoXml(String xml) {
    String start = xml.substring(0, Math.min(xml.length(), 1000)).strip().toLowerCase(Locale.ROOT);
    if (start.isEmpty()) {
      throw instead("nothing");
    }
    if (start.contains("<!doctype html") || start.contains("<html")) {
      throw instead("a web page (HTML)");
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      throw instead("JSON (an OpenID Connect discovery document belongs to an OIDC connection)");
    }
    if (start.startsWith("-----begin")) {
      throw instead("a certificate or key");
    }
    if (start.startsWith("http://") || start.startsWith("https://")) {
      throw instead("a URL");
    }
  }

  private void refuseOtherDocuments(Element root) {
    String namespace = Objects.requireNonNullElse(root.getNamespaceURI(), "");
    String name = root.getLocalName();
    if (namespace.equals(Namespaces.METADATA)
        && (name.equals("EntityDescriptor") || name.equals("EntitiesDescriptor"))) {
      return;
    }
    if (name.equals("EntityDescriptor") || name.equals("EntitiesDescriptor")) {
      throw instead(
          "<"
              + name
              + (namespace.isEmpty()
                  ? "> in no namespace"
                  : "> in the namespace \"" + Elements.shown(namespace) + "\"")
              + " instead of "
              + Namespaces.METADATA);
    }
    if (namespace.startsWith("urn:oasis:names:tc:SAML:2.0:")) {
      throw instead("the SAML message <" + Elements.shown(name) + ">");
    }
    throw instead("XML that begins with <" + Elements.shown(name) + ">");
  }

  private Problem instead(String found) {
    return Problem.invalid(
        field,
        "found "
            + found
            + ", expected the identity provider's SAML metadata, an XML document that begins with"
            + " <EntityDescriptor>");
  }

  /// The tree is at most [HardenedXml#MAX_DEPTH] deep, so this recursion is too.
  private void collect(Element element, Instant now, List<Element> found) {
    if (element.getLocalName().equals("EntityDescriptor")) {
      found.add(element);
      return;
    }
    MetadataValidity.vet(field, element, now);
    for (Element child : Elements.children(element, Namespaces.METADATA)) {
      String name = child.getLocalName();
      if (name.equals("EntityDescriptor") || name.equals("EntitiesDescriptor")) {
        collect(child, now, found);
      }
    }
  }

  private Element choose(List<Element> entities, @Nullable String entityId) {
    List<Element> providers =
        entities.stream().filter(entity -> !IdpDescriptor.roles(entity).isEmpty()).toList();
    if (providers.isEmpty()) {
      throw noProvider(entities);
    }
    if (entityId != null) {
      return providers.stream()
          .filter(entity -> entity.getAttribute("entityID").equals(entityId))
          .findFirst()
          .orElseThrow(() ->
              Problem.invalid(
                  field, "found " + ids(providers) + ", expected " + Elements.shown(entityId)));
    }
    if (providers.size() > 1) {
      throw Problem.invalid(
          field,
          "found "
              + providers.size()
              + " identity providers ("
              + ids(providers)
              + "), expected one; give the entity id of the one that is meant, or its own metadata");
    }
    return providers.getFirst();
  }

  private Problem noProvider(List<Element> entities) {
    boolean serviceProvider =
        entities.stream()
            .anyMatch(entity ->
                !Elements.children(entity, Namespaces.METADATA, "SPSSODescriptor").isEmpty());
    return Problem.invalid(
        field,
        serviceProvider
            ? "found the metadata of a service provider (an app), expected that of the identity"
                + " provider; our own metadata goes the other way, to the identity provider"
            : "found metadata without an IDPSSODescriptor, expected that of an identity provider");
  }

  private static String ids(List<Element> entities) {
    String first =
        String.join(
            ", ",
            entities.stream()
                .limit(MAX_IDS_SHOWN)
                .map(entity -> Elements.shown(entity.getAttribute("entityID")))
                .toList());
    return entities.size() > MAX_IDS_SHOWN ? first + ", ..." : first;
  }
}
