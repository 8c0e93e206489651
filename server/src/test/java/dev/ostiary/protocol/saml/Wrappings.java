package dev.ostiary.protocol.saml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Machine-made signature wrapping: every place in a signed response where a forged copy of the
/// signed part can stand beside the genuine one, or the genuine one can be hidden behind the forged
/// one; bare, and inside of elements that schemas leave open.
final class Wrappings {
  /// Elements that may hold anything, and so hide something: `prefix:name`, or empty for none.
  private static final List<String> WRAPPERS =
      List.of("", "samlp:Extensions", "ds:Object", "samlp:StatusDetail", "saml:Advice");

  /// Which of the two copies carries the signature that was made for the genuine one.
  private enum Signature {
    GENUINE,
    FORGED,
    EITHER
  }

  private final Draft signed;
  private final String part;
  private final int stride;
  private int count;

  /// @param signed a response that is accepted
  /// @param part the local name of what is forged: Assertion or Response
  /// @param stride takes every n-th only
  Wrappings(Draft signed, String part, int stride) {
    this.signed = signed;
    this.part = part;
    this.stride = stride;
  }

  void each(Consumer<Draft> attack) {
    for (String wrapper : WRAPPERS) {
      for (boolean sameId : new boolean[] {true, false}) {
        for (Signature signature : Signature.values()) {
          for (boolean forgedInPlace : new boolean[] {true, false}) {
            int places = gaps(arrange(forgedInPlace, sameId, signature).document()).size();
            for (int place = 0; place < places; place++) {
              if (++count % stride == 0) {
                attack.accept(put(arrange(forgedInPlace, sameId, signature), wrapper, place));
              }
            }
          }
        }
      }
    }
  }

  /// @param loose what is yet to be put somewhere
  private record Arrangement(Document document, Element loose) {}

  /// The forged part in the place of the genuine one, which is loose; or the other way round.
  private Arrangement arrange(boolean forgedInPlace, boolean sameId, Signature signature) {
    Document document = Dom.parse(signed.xml());
    Element genuine = Dom.one(document, part);
    Element forged = (Element) genuine.cloneNode(true);
    forge(forged, sameId);
    if (signature == Signature.GENUINE) {
      removeSignature(forged);
    } else if (signature == Signature.FORGED) {
      removeSignature(genuine);
    }
    if (forgedInPlace) {
      genuine.getParentNode().replaceChild(forged, genuine);
    }
    return new Arrangement(document, forgedInPlace ? genuine : forged);
  }

  private static void forge(Element part, boolean sameId) {
    for (Element element : Dom.elements(part)) {
      if (element.getLocalName().equals("NameID")) {
        element.setTextContent("evil");
      }
      if (!sameId && element.hasAttribute("ID")) {
        element.setAttribute("ID", element.getAttribute("ID") + "_2");
      }
    }
  }

  private static void removeSignature(Element part) {
    Elements.first(part, Namespaces.SIGNATURE, "Signature").ifPresent(part::removeChild);
  }

  private static Draft put(Arrangement arranged, String wrapper, int place) {
    Gap gap = gaps(arranged.document()).get(place);
    Node inserted = arranged.loose();
    if (!wrapper.isEmpty()) {
      Element around = arranged.document().createElementNS(namespace(wrapper), wrapper);
      around.appendChild(inserted);
      inserted = around;
    }
    gap.parent().insertBefore(inserted, gap.before());
    return new Draft(Dom.write(arranged.document()));
  }

  private static String namespace(String wrapper) {
    return switch (wrapper.substring(0, wrapper.indexOf(':'))) {
      case "samlp" -> Namespaces.PROTOCOL;
      case "saml" -> Namespaces.ASSERTION;
      default -> Namespaces.SIGNATURE;
    };
  }

  private record Gap(Element parent, Node before) {}

  /// Before each element, and at the end of each.
  private static List<Gap> gaps(Document document) {
    var gaps = new ArrayList<Gap>();
    for (Element parent : Dom.elements(document.getDocumentElement())) {
      for (Element child : Elements.children(parent)) {
        gaps.add(new Gap(parent, child));
      }
      gaps.add(new Gap(parent, null));
    }
    return gaps;
  }
}
