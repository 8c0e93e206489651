package dev.ostiary.protocol.saml;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// One change of a response by somebody who holds another one.
///
/// @param from the number of an element, among those of both responses
/// @param to the number of an element of the response that is changed
/// @param first whether before or behind what is in the second element
record Rearrangement(Kind kind, int from, int to, boolean first) {
  private static final List<String> WRAPPERS =
      List.of("samlp:Extensions", "ds:Object", "saml:Advice", "samlp:StatusDetail", "x:any");

  enum Kind {
    COPY,
    MOVE,
    REMOVE,
    REPLACE,
    WRAP,
    RENAME,
    TEXT,
    ATTRIBUTE,
    SPLIT
  }

  Draft apply(Draft changed, Draft other) {
    Document document = Dom.parse(changed.xml());
    List<Element> here = Dom.elements(document.getDocumentElement());
    List<Element> all = new ArrayList<>(here);
    Node copy = document.importNode(Dom.parse(other.xml()).getDocumentElement(), true);
    all.addAll(Dom.elements((Element) copy));
    apply(document, all.get(from % all.size()), here.get(to % here.size()));
    return new Draft(Dom.write(document));
  }

  private void apply(Document document, Element source, Element target) {
    boolean root = target.equals(document.getDocumentElement());
    boolean above = contains(source, target);
    switch (kind) {
      case COPY -> put(source.cloneNode(true), target);
      case MOVE -> put(above ? source.cloneNode(true) : source, target);
      case REMOVE -> {
        if (!root) {
          target.getParentNode().removeChild(target);
        }
      }
      case REPLACE -> {
        if (!root) {
          target.getParentNode().replaceChild(source.cloneNode(true), target);
        }
      }
      case WRAP -> {
        if (!root) {
          Element wrapper = wrapper(document);
          target.getParentNode().replaceChild(wrapper, target);
          wrapper.appendChild(target);
        }
      }
      case RENAME -> document.renameNode(target, source.getNamespaceURI(), source.getNodeName());
      case TEXT -> target.setTextContent(first ? "evil" : source.getTextContent());
      case ATTRIBUTE -> copyAttribute(source, target);
      case SPLIT -> put(splitter(document), target);
    }
  }

  private void put(Node node, Element target) {
    target.insertBefore(node, first ? target.getFirstChild() : null);
  }

  private static boolean contains(Element source, Node target) {
    for (Node node = target; node != null; node = node.getParentNode()) {
      if (node.isSameNode(source)) {
        return true;
      }
    }
    return false;
  }

  private Element wrapper(Document document) {
    String name = WRAPPERS.get(from % WRAPPERS.size());
    return document.createElementNS(
        switch (name.substring(0, name.indexOf(':'))) {
          case "samlp" -> Namespaces.PROTOCOL;
          case "saml" -> Namespaces.ASSERTION;
          case "ds" -> Namespaces.SIGNATURE;
          default -> "urn:x";
        },
        name);
  }

  /// What readers pass over, each in its way.
  private Node splitter(Document document) {
    return switch (from % 4) {
      case 0 -> document.createComment("x");
      case 1 -> document.createProcessingInstruction("x", "y");
      case 2 -> document.createCDATASection("evil");
      default -> document.createTextNode("evil");
    };
  }

  /// To the attribute of that name, or to any.
  private void copyAttribute(Element source, Element target) {
    if (source.getAttributes().getLength() > 0) {
      Attr taken = (Attr) source.getAttributes().item(from % source.getAttributes().getLength());
      if (taken.getNamespaceURI() == null) {
        target.setAttribute(taken.getName(), taken.getValue());
      }
    }
  }
}
