package dev.ostiary.protocol.saml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSSerializer;
import org.xml.sax.InputSource;

/// XML as whoever writes tests needs it: without any of the care that production code takes.
final class Dom {
  private static final DOMImplementationLS WRITER = writer();

  private Dom() {}

  static Document parse(String xml) {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (Exception e) {
      throw new IllegalArgumentException(xml, e);
    }
  }

  static String write(Node node) {
    LSSerializer serializer = WRITER.createLSSerializer();
    serializer.getDomConfig().setParameter("xml-declaration", false);
    return serializer.writeToString(node);
  }

  /// All elements of that local name, in the order of the document.
  static List<Element> all(Document document, String name) {
    return elements(document.getDocumentElement()).stream()
        .filter(element -> element.getLocalName().equals(name))
        .toList();
  }

  static Element one(Document document, String name) {
    return all(document, name).getFirst();
  }

  /// The element and everything below it.
  static List<Element> elements(Element root) {
    var found = new ArrayList<Element>();
    found.add(root);
    for (Element child : Elements.children(root)) {
      found.addAll(elements(child));
    }
    return found;
  }

  private static DOMImplementationLS writer() {
    try {
      return (DOMImplementationLS)
          DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
