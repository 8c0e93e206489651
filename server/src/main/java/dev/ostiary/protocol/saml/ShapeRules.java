package dev.ostiary.protocol.saml;

import java.util.HashSet;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Where the parts of a message may stand. There is one assertion, and it is a child of the
/// response; a signature is a child of what it signs. Names count whatever their namespace, so that
/// a look-alike is as suspicious as a second one.
final class ShapeRules {
  private static final String DSIG_11 = "http://www.w3.org/2009/xmldsig11#";

  private final Element root;
  private final MessageKind kind;
  private int assertions;

  ShapeRules(Element root, MessageKind kind) {
    this.root = root;
    this.kind = kind;
  }

  void vet() throws RuleBroken {
    visit(root);
    int expected =
        switch (kind) {
          case RESPONSE, ASSERTION -> 1;
          case LOGOUT_REQUEST, LOGOUT_RESPONSE -> 0;
        };
    if (assertions != expected) {
      throw broken("found " + assertions + " assertions, expected " + expected);
    }
    vetNoneTwice();
  }

  private void visit(Element element) throws RuleBroken {
    vetPlace(element);
    for (Element child : Elements.children(element)) {
      visit(child);
    }
  }

  private void vetPlace(Element element) throws RuleBroken {
    switch (element.getLocalName()) {
      case "Response", "LogoutRequest", "LogoutResponse" -> vetRoot(element);
      case "Assertion", "EncryptedAssertion" -> vetAssertion(element);
      case "Signature" -> vetSignature(element);
      case "Object", "Manifest", "RetrievalMethod" -> refuseIn(Namespaces.SIGNATURE, element);
      case "CipherReference" -> refuseIn(Namespaces.ENCRYPTION, element);
      case "KeyInfoReference" -> refuseIn(DSIG_11, element);
      case "Advice" -> refuseIn(Namespaces.ASSERTION, element);
      default -> {}
    }
  }

  private void vetRoot(Element element) throws RuleBroken {
    if (!element.equals(root)) {
      throw broken("found a " + element.getLocalName() + " inside of another message");
    }
  }

  private void vetAssertion(Element element) throws RuleBroken {
    assertions++;
    Node place = kind == MessageKind.ASSERTION ? root.getOwnerDocument() : root;
    if (!Namespaces.ASSERTION.equals(element.getNamespaceURI())
        || !place.isSameNode(element.getParentNode())) {
      throw broken("found an assertion that is not a child of the response");
    }
  }

  private void vetSignature(Element element) throws RuleBroken {
    boolean signsParent =
        element.getParentNode() instanceof Element parent
            && (parent.equals(root)
                || (Elements.is(parent, Namespaces.ASSERTION, "Assertion")
                    && root.isSameNode(parent.getParentNode())))
            && Elements.children(parent, Namespaces.SIGNATURE, "Signature").size() == 1;
    if (!signsParent || !Namespaces.SIGNATURE.equals(element.getNamespaceURI())) {
      throw broken("found a signature that is not the only one in the message or its assertion");
    }
  }

  private static void refuseIn(String namespace, Element element) throws RuleBroken {
    if (namespace.equals(element.getNamespaceURI())) {
      throw broken("found the element <" + element.getLocalName() + ">, which is never accepted");
    }
  }

  /// Only statements and session indexes may repeat among the children of the root.
  private void vetNoneTwice() throws RuleBroken {
    Set<String> seen = new HashSet<>();
    for (Element child : Elements.children(root)) {
      String name = child.getLocalName();
      if (!name.endsWith("Statement") && !name.equals("SessionIndex") && !seen.add(name)) {
        throw broken("found <" + Elements.shown(name) + "> twice");
      }
    }
  }

  private static RuleBroken broken(String finding) {
    return new RuleBroken(Rule.SHAPE, finding);
  }
}
