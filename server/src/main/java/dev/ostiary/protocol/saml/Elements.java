package dev.ostiary.protocol.saml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Reading a DOM by direct children and full names only. Nothing here searches a tree: what is
/// found "somewhere below" may have been put there by anybody.
final class Elements {
  /// What a message quotes of a stranger's value.
  private static final int MAX_SHOWN = 200;

  private Elements() {}

  static List<Element> children(Element parent) {
    var found = new ArrayList<Element>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        found.add(element);
      }
    }
    return found;
  }

  static List<Element> children(Element parent, String namespace) {
    return children(parent).stream()
        .filter(child -> namespace.equals(child.getNamespaceURI()))
        .toList();
  }

  static List<Element> children(Element parent, String namespace, String name) {
    return children(parent, namespace).stream()
        .filter(child -> name.equals(child.getLocalName()))
        .toList();
  }

  /// The first of that name; the caller has made sure, or does not mind, that there are no others.
  static Optional<Element> first(Element parent, String namespace, String name) {
    return children(parent, namespace, name).stream().findFirst();
  }

  static boolean is(Element element, String namespace, String name) {
    return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  /// The value of an attribute that is in no namespace, as SAML's all are.
  static Optional<String> attribute(Element element, String name) {
    Attr attribute = element.getAttributeNodeNS(null, name);
    return attribute == null ? Optional.empty() : Optional.of(attribute.getValue());
  }

  /// A stranger's value as it may stand in a message: short, and without control characters.
  static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= MAX_SHOWN ? clean : clean.substring(0, MAX_SHOWN) + "...";
  }
}
