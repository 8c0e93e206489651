package dev.ostiary.protocol.saml;

import dev.ostiary.platform.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Reading the DOM of a metadata document: direct children by full name only, never by searching
/// the whole tree.
final class MetadataElements {
  static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
  static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

  /// What a message quotes of a stranger's value.
  private static final int MAX_SHOWN = 200;

  private MetadataElements() {}

  static List<Element> children(Element parent, String namespace) {
    var found = new ArrayList<Element>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && namespace.equals(element.getNamespaceURI())) {
        found.add(element);
      }
    }
    return found;
  }

  static List<Element> children(Element parent, String namespace, String name) {
    return children(parent, namespace).stream()
        .filter(child -> name.equals(child.getLocalName()))
        .toList();
  }

  /// Refuses an element whose `validUntil` has passed; one without it has no end.
  static void vetValidUntil(String field, Element element, Instant now) {
    String text = element.getAttribute("validUntil").strip();
    if (!text.isEmpty() && now.isAfter(instant(field, text))) {
      throw Problem.invalid(
          field,
          "found metadata that was valid until " + text + ", expected current one; export it anew");
    }
  }

  /// An `xs:dateTime`; one without a zone is taken as UTC (SAML 2.0 Core, section 1.3.3).
  private static Instant instant(String field, String text) {
    try {
      boolean zoned = text.endsWith("Z") || text.matches(".*[+-][0-9]{2}:[0-9]{2}");
      return zoned
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw Problem.invalid(
          field,
          "found validUntil=\"" + shown(text) + "\", expected a time such as 2030-01-31T12:00:00Z");
    }
  }

  static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= MAX_SHOWN ? clean : clean.substring(0, MAX_SHOWN) + "...";
  }
}
