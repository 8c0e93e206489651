package dev.ostiary.protocol.saml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchProviderException;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;

/// Verifies a signature, and gives back what it is a signature of: a new document, parsed from the
/// very octets that were digested. Everything believed is read from there, so it does not matter
/// what else the message holds, or where.
final class SignatureCheck {
  private final List<IdpCertificate> certificates;
  private final Gate gate;

  SignatureCheck(List<IdpCertificate> certificates, Gate gate) {
    this.certificates = certificates;
    this.gate = gate;
  }

  /// @param signed the signature's parent; its document is changed: the KeyInfo is taken out
  /// @return the root element of a document of its own
  Element signedCopy(Element signed, Element signature, MessageKind kind) throws RuleBroken {
    String keys = SignatureForm.vet(signed, signature);
    // Whose key it is we know; what the message says about that is not even parsed.
    Elements.first(signature, Namespaces.SIGNATURE, "KeyInfo").ifPresent(signature::removeChild);
    String octets = new String(verifiedOctets(signed, signature, keys), StandardCharsets.UTF_8);
    Element copy = MessageXml.parse(octets, kind, gate).getDocumentElement();
    if (!Elements.attribute(copy, "ID").equals(Elements.attribute(signed, "ID"))) {
      throw new RuleBroken(Rule.SIGNATURE_FORM, "found a signature of another element");
    }
    return copy;
  }

  private byte[] verifiedOctets(Element signed, Element signature, String keys) throws RuleBroken {
    try {
      for (IdpCertificate certificate : certificates) {
        if (!certificate.key().getAlgorithm().equals(keys)) {
          continue;
        }
        DOMValidateContext context = context(certificate, signed, signature);
        XMLSignature parsed =
            XMLSignatureFactory.getInstance("DOM", "XMLDSig").unmarshalXMLSignature(context);
        if (parsed.getSignatureValue().validate(context)) {
          return digested(parsed.getSignedInfo().getReferences().getFirst(), context);
        }
      }
    } catch (MarshalException
        | XMLSignatureException
        | NoSuchProviderException
        | IOException
        | RuntimeException e) {
      // The JDK meets hostile input with more than its declared exceptions. None of them is a yes.
      throw new RuleBroken(Rule.SIGNATURE, "found a signature that cannot be evaluated");
    }
    throw new RuleBroken(
        Rule.SIGNATURE,
        "found a signature of the "
            + signed.getLocalName()
            + " that none of the connection's "
            + certificates.size()
            + " certificates confirms");
  }

  private static byte[] digested(Reference reference, DOMValidateContext context)
      throws XMLSignatureException, IOException, RuleBroken {
    if (!reference.validate(context)) {
      throw new RuleBroken(
          Rule.SIGNATURE, "found content that was changed after it had been signed");
    }
    try (InputStream octets = reference.getDigestInputStream()) {
      return octets.readAllBytes();
    }
  }

  private static DOMValidateContext context(
      IdpCertificate certificate, Element signed, Element signature) {
    var context = new DOMValidateContext(certificate.key(), signature);
    context.setProperty("org.jcp.xml.dsig.secureValidation", true);
    context.setProperty("javax.xml.crypto.dsig.cacheReference", true);
    context.setIdAttributeNS(signed, null, "ID");
    return context;
  }
}
