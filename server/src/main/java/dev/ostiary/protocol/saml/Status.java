package dev.ostiary.protocol.saml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/// What an identity provider reports about a request (SAML 2.0 Core, section 3.2.2).
final class Status {
  private static final String CODES = "urn:oasis:names:tc:SAML:2.0:status:";
  private static final String SUCCESS = CODES + "Success";

  private Status() {}

  /// Refuses all but success, with the provider's own words.
  static void vet(Element response) throws RuleBroken {
    List<Element> found = Elements.children(response, Namespaces.PROTOCOL, "Status");
    if (found.size() != 1) {
      throw new RuleBroken(Rule.STATUS, "found " + found.size() + " of Status, expected one");
    }
    List<String> codes = codes(found.getFirst());
    if (!codes.equals(List.of(SUCCESS))) {
      throw new RuleBroken(
          Rule.STATUS,
          "the identity provider says: "
              + (codes.isEmpty()
                  ? "nothing"
                  : String.join(", ", codes.stream().map(Status::brief).toList()))
              + message(found.getFirst()));
    }
  }

  /// The code and those below it, which say it more precisely.
  private static List<String> codes(Element status) {
    var codes = new ArrayList<String>();
    Optional<Element> code = Elements.first(status, Namespaces.PROTOCOL, "StatusCode");
    while (code.isPresent()) {
      codes.add(Elements.attribute(code.get(), "Value").orElse(""));
      code = Elements.first(code.get(), Namespaces.PROTOCOL, "StatusCode");
    }
    return codes;
  }

  private static String brief(String code) {
    return Elements.shown(code.startsWith(CODES) ? code.substring(CODES.length()) : code);
  }

  private static String message(Element status) {
    return Elements.first(status, Namespaces.PROTOCOL, "StatusMessage")
        .map(HardenedXml::onlyText)
        .map(text -> " (" + Elements.shown(text.strip()) + ")")
        .orElse("");
  }
}
