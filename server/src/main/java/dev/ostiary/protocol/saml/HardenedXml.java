package dev.ostiary.protocol.saml;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// Parses a stranger's XML into a DOM without ever reading anything else: no document type, hence
/// no entities, no inclusion, no schema; bounded in size, depth and number of nodes.
final class HardenedXml {
  /// Deeper than any SAML document by half; below what a recursive reader can bear.
  static final int MAX_DEPTH = 40;

  /// What a document of half a megabyte with ordinary markup stays below.
  static final int MAX_NODES = 40_000;

  private HardenedXml() {}

  /// @throws Rejected in plain words, with the place where there is one
  static Document parse(String xml, int maxLength) throws Rejected {
    if (xml.length() > maxLength) {
      throw new Rejected(
          "found " + xml.length() + " characters of XML, expected at most " + maxLength);
    }
    if (xml.contains("<!DOCTYPE")) {
      throw new Rejected(
          "found a document type (<!DOCTYPE ...>), which is never accepted; remove it");
    }
    Document document;
    try {
      document = builder().parse(new InputSource(new StringReader(xml)));
    } catch (SAXParseException e) {
      throw new Rejected(
          "not well-formed XML at line " + e.getLineNumber() + ", column " + e.getColumnNumber());
    } catch (SAXException e) {
      throw new Rejected("not well-formed XML");
    } catch (IOException e) {
      throw new IllegalStateException(e); // a text has no input errors
    }
    vetTree(document);
    return document;
  }

  private static DocumentBuilder builder() {
    try {
      // The JDK's own parser: newInstance() would take whatever a jar on the class path offers.
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setXIncludeAware(false);
      factory.setValidating(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this JDK's XML parser cannot be hardened", e);
    }
  }

  /// Walks without recursion, since the depth is not known yet.
  private static void vetTree(Document document) throws Rejected {
    int depth = 0;
    int nodes = 0;
    Node node = document;
    while (true) {
      Node child = node.getFirstChild();
      if (child != null) {
        depth++;
        node = child;
      } else {
        while (node.getNextSibling() == null) {
          Node parent = node.getParentNode();
          if (parent == null) {
            return;
          }
          node = parent;
          depth--;
        }
        node = node.getNextSibling();
      }
      nodes += 1 + (node.getAttributes() == null ? 0 : node.getAttributes().getLength());
      vetNode(node, depth, nodes);
    }
  }

  private static void vetNode(Node node, int depth, int nodes) throws Rejected {
    if (depth > MAX_DEPTH) {
      throw new Rejected("found elements nested more than " + MAX_DEPTH + " deep");
    }
    if (nodes > MAX_NODES) {
      throw new Rejected("found more than " + MAX_NODES + " elements, attributes and texts");
    }
    switch (node.getNodeType()) {
      case Node.DOCUMENT_TYPE_NODE, Node.ENTITY_REFERENCE_NODE, Node.ENTITY_NODE ->
          throw new Rejected("found a document type or an entity, which are never accepted");
      default -> {}
    }
  }

  /// The element's text, when it consists of nothing but one text: a comment or a CDATA section in
  /// the middle is read differently by different readers.
  static @Nullable String onlyText(Node element) {
    Node child = element.getFirstChild();
    boolean alone =
        child != null && child.getNextSibling() == null && child.getNodeType() == Node.TEXT_NODE;
    return alone ? child.getNodeValue() : null;
  }

  /// The XML is not accepted; the message says why and where, in words for the person who sent it.
  static final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    Rejected(String message) {
      super(message);
    }
  }

  /// Errors are thrown, warnings too; the parser's own handler writes to the console.
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
