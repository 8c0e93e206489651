package dev.ostiary.protocol.saml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// XML that we write. Its text is its own exclusive canonical form (Exclusive XML Canonicalization
/// 1.0): each namespace is declared where it is first used, attributes stand in order, no tag
/// closes itself. So it can be signed as it is, and nobody has to read it back.
///
/// @param name with one of the prefixes below, e.g. `samlp:AuthnRequest`
/// @param attributes in no namespace, hence ordered by their names alone
/// @param text what it contains instead of children
record XmlElement(
    String name,
    SortedMap<String, String> attributes,
    List<XmlElement> children,
    @Nullable String text) {
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "saml", Namespaces.ASSERTION,
          "samlp", Namespaces.PROTOCOL,
          "md", Namespaces.METADATA,
          "ds", Namespaces.SIGNATURE);

  static XmlElement of(String name, XmlElement... children) {
    return new XmlElement(name, new TreeMap<>(), List.of(children), null);
  }

  static XmlElement of(String name, String text) {
    return new XmlElement(name, new TreeMap<>(), List.of(), text);
  }

  /// With an attribute more; null leaves it out.
  XmlElement with(String attribute, @Nullable String value) {
    if (value == null) {
      return this;
    }
    var more = new TreeMap<>(attributes);
    more.put(attribute, value);
    return new XmlElement(name, more, children, text);
  }

  /// With a child more, at the given place.
  XmlElement with(int place, XmlElement child) {
    var more = new ArrayList<>(children);
    more.add(place, child);
    return new XmlElement(name, attributes, more, text);
  }

  /// The document, without an XML declaration.
  String write() {
    var xml = new StringBuilder();
    write(xml, Set.of());
    return xml.toString();
  }

  private void write(StringBuilder xml, Set<String> declared) {
    String prefix = name.substring(0, name.indexOf(':'));
    xml.append('<').append(name);
    Set<String> inScope = declared;
    if (!declared.contains(prefix)) {
      xml.append(" xmlns:").append(prefix).append("=\"");
      xml.append(NAMESPACES.get(prefix)).append('"');
      inScope = new HashSet<>(declared);
      inScope.add(prefix);
    }
    attributes.forEach((attribute, value) ->
        xml.append(' ').append(attribute).append("=\"").append(quoted(value)).append('"'));
    xml.append('>');
    if (text != null) {
      xml.append(escaped(text));
    }
    for (XmlElement child : children) {
      child.write(xml, inScope);
    }
    xml.append("</").append(name).append('>');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#xD;");
  }

  private static String quoted(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replace("\t", "&#x9;")
        .replace("\n", "&#xA;")
        .replace("\r", "&#xD;");
  }
}
