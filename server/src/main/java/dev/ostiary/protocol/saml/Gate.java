package dev.ostiary.protocol.saml;

import org.w3c.dom.Document;

/// Vets a document before anything is read from it. Only tests have another than [MessageGate]:
/// they open it, to see that the signature check holds alone.
interface Gate {
  void vet(Document document, MessageKind kind) throws RuleBroken;
}
