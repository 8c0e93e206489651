package dev.ostiary.protocol.saml;

import org.w3c.dom.Document;

/// The gate of production: first the tree as XML, then the places of the parts that matter.
final class MessageGate {
  private MessageGate() {}

  static void vet(Document document, MessageKind kind) throws RuleBroken {
    new TreeRules().vet(document);
    if (kind == MessageKind.RESPONSE) {
      Status.vet(document.getDocumentElement()); // a failure should not be called an odd shape
    }
    new ShapeRules(document.getDocumentElement(), kind).vet();
  }
}
