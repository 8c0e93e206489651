package dev.ostiary.protocol.saml;

import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Signs as an identity provider does, or as none should. What is signed is right by default; each
/// `with…` makes one thing different.
record TestSigner(
    Key key,
    String method,
    String digest,
    String canonicalization,
    List<String> transforms,
    String uri,
    List<String> prefixes) {
  static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
  private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

  static TestSigner rsa(Key key) {
    return new TestSigner(
        key,
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        DigestMethod.SHA256,
        EXCLUSIVE,
        List.of(Transform.ENVELOPED, EXCLUSIVE),
        null,
        List.of());
  }

  TestSigner withMethod(String other) {
    return new TestSigner(key, other, digest, canonicalization, transforms, uri, prefixes);
  }

  TestSigner withDigest(String other) {
    return new TestSigner(key, method, other, canonicalization, transforms, uri, prefixes);
  }

  TestSigner withCanonicalization(String other) {
    return new TestSigner(key, method, digest, other, transforms, uri, prefixes);
  }

  TestSigner withTransforms(String... others) {
    return new TestSigner(key, method, digest, canonicalization, List.of(others), uri, prefixes);
  }

  TestSigner withUri(String other) {
    return new TestSigner(key, method, digest, canonicalization, transforms, other, prefixes);
  }

  TestSigner withPrefixes(String... others) {
    return new TestSigner(key, method, digest, canonicalization, transforms, uri, List.of(others));
  }

  /// Puts a signature of `element` behind its issuer, or first where there is none.
  void sign(Element element) {
    sign(element, null);
  }

  /// @param keyInfo the content of the signature's KeyInfo; null for none
  void sign(Element element, Element keyInfo) {
    try {
      List<Transform> steps = new ArrayList<>();
      for (String transform : transforms) {
        TransformParameterSpec parameters =
            transform.equals(EXCLUSIVE) && !prefixes.isEmpty()
                ? new ExcC14NParameterSpec(prefixes)
                : null;
        steps.add(FACTORY.newTransform(transform, parameters));
      }
      String id = element.getAttribute("ID");
      Reference reference =
          FACTORY.newReference(
              uri == null ? "#" + id : uri,
              FACTORY.newDigestMethod(digest, null),
              steps,
              null,
              null);
      SignedInfo info =
          FACTORY.newSignedInfo(
              FACTORY.newCanonicalizationMethod(canonicalization, (C14NMethodParameterSpec) null),
              FACTORY.newSignatureMethod(method, null),
              List.of(reference));
      Node place =
          Elements.first(element, Namespaces.ASSERTION, "Issuer")
              .map(Node::getNextSibling)
              .orElseGet(element::getFirstChild);
      var context = new DOMSignContext(key, element, place);
      context.setProperty("org.jcp.xml.dsig.secureValidation", false);
      context.setDefaultNamespacePrefix("ds");
      if (!id.isEmpty()) {
        context.setIdAttributeNS(element, null, "ID");
      }
      FACTORY.newXMLSignature(info, keyInfo(keyInfo)).sign(context);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyInfo keyInfo(Element content) {
    return content == null
        ? null
        : KeyInfoFactory.getInstance("DOM").newKeyInfo(List.of(new DOMStructure(content)));
  }
}
