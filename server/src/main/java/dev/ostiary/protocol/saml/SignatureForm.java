package dev.ostiary.protocol.saml;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// The only form of a signature that SAML needs (SAML 2.0 Core, section 5.4), out of the many that
/// XML signatures can have: it covers its parent, whole, by the parent's ID.
final class SignatureForm {
  private static final String EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
  private static final String ENVELOPED = Namespaces.SIGNATURE + "enveloped-signature";

  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final Map<String, String> KEYS =
      Map.of(
          MORE + "rsa-sha256", "RSA",
          MORE + "rsa-sha384", "RSA",
          MORE + "rsa-sha512", "RSA",
          MORE + "ecdsa-sha256", "EC",
          MORE + "ecdsa-sha384", "EC");
  private static final Set<String> DIGESTS =
      Set.of(Namespaces.ENCRYPTION + "sha256", MORE + "sha384", Namespaces.ENCRYPTION + "sha512");

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");

  private SignatureForm() {}

  /// @param signed the element that must be covered, the signature's parent
  /// @return the algorithm of the keys that can have made it, RSA or EC
  static String vet(Element signed, Element signature) throws RuleBroken {
    List<Element> parts = sequence(signature, "SignedInfo", "SignatureValue", "KeyInfo");
    vetBase64(parts.get(1));
    List<Element> info =
        sequence(parts.get(0), "CanonicalizationMethod", "SignatureMethod", "Reference");
    vetExclusive(info.get(0));
    vetAlgorithm(info.get(1), KEYS.keySet());
    vetReference(signed, info.get(2));
    return Objects.requireNonNull(KEYS.get(algorithm(info.get(1))));
  }

  private static void vetReference(Element signed, Element reference) throws RuleBroken {
    String id = Elements.attribute(signed, "ID").orElse("");
    String uri = Elements.attribute(reference, "URI").orElse("");
    if (id.isEmpty() || !uri.equals("#" + id)) {
      throw broken(
          "found a signature of \""
              + Elements.shown(uri)
              + "\", expected one of its parent \"#"
              + Elements.shown(id)
              + "\"");
    }
    List<Element> parts = sequence(reference, "Transforms", "DigestMethod", "DigestValue");
    List<Element> transforms = sequence(parts.get(0), "Transform", "Transform");
    if (!algorithm(transforms.get(0)).equals(ENVELOPED) || !sequence(transforms.get(0)).isEmpty()) {
      throw broken("found a signature whose first transform is not enveloped-signature");
    }
    vetExclusive(transforms.get(1));
    vetAlgorithm(parts.get(1), DIGESTS);
    vetBase64(parts.get(2));
  }

  /// Exclusive canonicalization without comments, perhaps with a list of prefixes.
  private static void vetExclusive(Element method) throws RuleBroken {
    List<Element> parameters = Elements.children(method);
    boolean known =
        parameters.isEmpty()
            || (parameters.size() == 1
                && Elements.is(parameters.getFirst(), EXCLUSIVE_C14N, "InclusiveNamespaces")
                && Elements.children(parameters.getFirst()).isEmpty());
    if (!algorithm(method).equals(EXCLUSIVE_C14N) || !known) {
      throw broken(
          "found the canonicalization or transform "
              + Elements.shown(algorithm(method))
              + ", expected exclusive canonicalization without comments");
    }
  }

  private static void vetAlgorithm(Element method, Set<String> accepted) throws RuleBroken {
    if (!accepted.contains(algorithm(method)) || !sequence(method).isEmpty()) {
      throw new RuleBroken(
          Rule.SIGNATURE_ALGORITHM, "found the algorithm " + Elements.shown(algorithm(method)));
    }
  }

  private static String algorithm(Element method) {
    return Elements.attribute(method, "Algorithm").orElse("none");
  }

  private static void vetBase64(Element element) throws RuleBroken {
    String text = HardenedXml.onlyText(element);
    if (text == null || !BASE64.matcher(text).matches()) {
      throw broken("found a " + element.getLocalName() + " that is not one plain base64 text");
    }
  }

  /// The children, which must be these in this order, with nothing but white space between; a
  /// KeyInfo at the end may be missing.
  private static List<Element> sequence(Element parent, String... names) throws RuleBroken {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      boolean space = child.getNodeType() == Node.TEXT_NODE && child.getNodeValue().isBlank();
      if (child.getNodeType() != Node.ELEMENT_NODE && !space) {
        throw broken("found something else than elements in <" + parent.getLocalName() + ">");
      }
    }
    List<Element> children = Elements.children(parent);
    List<String> found =
        children.stream()
            .map(child ->
                Namespaces.SIGNATURE.equals(child.getNamespaceURI()) ? child.getLocalName() : "?")
            .toList();
    List<String> expected = List.of(names);
    boolean withoutKey =
        expected.contains("KeyInfo") && found.equals(expected.subList(0, expected.size() - 1));
    if (!found.equals(expected) && !withoutKey) {
      throw broken(
          "found "
              + Elements.shown(found.toString())
              + " in <"
              + parent.getLocalName()
              + ">, expected "
              + expected);
    }
    return children;
  }

  private static RuleBroken broken(String finding) {
    return new RuleBroken(Rule.SIGNATURE_FORM, finding);
  }
}
