package dev.ostiary.protocol.saml;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/// What a message's XML may consist of: elements, attributes and texts, with identifiers that only
/// one reading is possible of. Every exception to that was once an attack: comments that split a
/// name, identifiers in several spellings, relative namespaces that canonicalization drops.
final class TreeRules {
  /// A response with a thousand attributes stays below.
  private static final int MAX_NODES = 20_000;

  private static final String XML = "http://www.w3.org/XML/1998/namespace";
  private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
  private static final Pattern ABSOLUTE_URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");

  private final Set<String> identifiers = new HashSet<>();
  private int nodes;

  void vet(Document document) throws RuleBroken {
    for (Node node = document.getFirstChild(); node != null; node = node.getNextSibling()) {
      vet(node);
    }
  }

  /// The parser has refused what is nested too deep for this.
  private void vet(Node node) throws RuleBroken {
    count();
    switch (node.getNodeType()) {
      case Node.ELEMENT_NODE -> vetElement((Element) node);
      case Node.TEXT_NODE -> {}
      case Node.COMMENT_NODE -> throw broken("found a comment");
      case Node.CDATA_SECTION_NODE -> throw broken("found a CDATA section");
      case Node.PROCESSING_INSTRUCTION_NODE -> throw broken("found a processing instruction");
      default -> throw broken("found a node of the kind " + node.getNodeType());
    }
  }

  private void vetElement(Element element) throws RuleBroken {
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      count();
      vetAttribute(element, (Attr) attributes.item(i));
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      vet(child);
    }
  }

  private void vetAttribute(Element element, Attr attribute) throws RuleBroken {
    String namespace = attribute.getNamespaceURI();
    String name = attribute.getLocalName();
    if (XMLNS.equals(namespace)) {
      vetNamespace(attribute);
    } else if (name.toLowerCase(Locale.ROOT).equals("id")) {
      vetIdentifier(element, attribute);
    } else if (XML.equals(namespace) && !(name.equals("lang") || name.equals("space"))) {
      throw broken("found the attribute " + Elements.shown(attribute.getName()));
    }
  }

  private static void vetNamespace(Attr declaration) throws RuleBroken {
    String uri = declaration.getValue();
    boolean undeclared = uri.isEmpty() && declaration.getName().equals("xmlns");
    if (!undeclared && !ABSOLUTE_URI.matcher(uri).matches()) {
      throw broken("found the namespace \"" + Elements.shown(uri) + "\", expected an absolute URI");
    }
  }

  /// An identifier counts only where its standard puts it, in its one spelling.
  private void vetIdentifier(Element element, Attr attribute) throws RuleBroken {
    String expected =
        switch (String.valueOf(element.getNamespaceURI())) {
          case Namespaces.ASSERTION, Namespaces.PROTOCOL -> "ID";
          case Namespaces.SIGNATURE, Namespaces.ENCRYPTION -> "Id";
          default -> "none";
        };
    if (attribute.getNamespaceURI() != null || !attribute.getName().equals(expected)) {
      throw broken(
          "found the identifier "
              + Elements.shown(attribute.getName())
              + " at <"
              + Elements.shown(element.getNodeName())
              + ">");
    }
    if (!identifiers.add(attribute.getValue())) {
      throw broken("found the ID \"" + Elements.shown(attribute.getValue()) + "\" twice");
    }
  }

  private void count() throws RuleBroken {
    nodes++;
    if (nodes > MAX_NODES) {
      throw broken("found more than " + MAX_NODES + " elements, attributes and texts");
    }
  }

  private static RuleBroken broken(String finding) {
    return new RuleBroken(Rule.XML, finding);
  }
}
