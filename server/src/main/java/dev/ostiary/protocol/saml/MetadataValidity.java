package dev.ostiary.protocol.saml;

import dev.ostiary.platform.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.w3c.dom.Element;

/// Until when metadata may be used, as the document itself says.
final class MetadataValidity {
  private MetadataValidity() {}

  /// Refuses an element whose `validUntil` has passed; one without it has no end.
  static void vet(String field, Element element, Instant now) {
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
          "found validUntil=\""
              + Elements.shown(text)
              + "\", expected a time such as 2030-01-31T12:00:00Z");
    }
  }
}
