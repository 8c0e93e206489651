package dev.ostiary.protocol.saml;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.opensaml.core.config.InitializationException;
import org.opensaml.core.config.InitializationService;
import org.opensaml.core.xml.config.XMLObjectProviderRegistrySupport;
import org.opensaml.core.xml.io.UnmarshallingException;
import org.opensaml.core.xml.util.XMLObjectSupport;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.security.impl.SAMLSignatureProfileValidator;
import org.opensaml.security.x509.BasicX509Credential;
import org.opensaml.xmlsec.signature.support.SignatureException;
import org.opensaml.xmlsec.signature.support.SignatureValidator;

/// The second opinion: OpenSAML, which has its own parser, its own reader and, in Santuario, its
/// own signatures.
final class OpenSaml {
  private final BasicX509Credential idp;

  OpenSaml(TestKeys idp) {
    this.idp = new BasicX509Credential(idp.certificate());
    try {
      InitializationService.initialize();
    } catch (InitializationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whom a response speaks of under a signature that is good; nobody when one is not, or none is
  /// there. What OpenSAML leaves to its callers is left out: addresses, times, requests.
  List<String> subjects(Draft draft) {
    List<String> subjects = new ArrayList<>();
    try {
      Response response = (Response) parsed(draft);
      boolean whole = isSigned(response);
      for (Assertion assertion : response.getAssertions()) {
        if (isSigned(assertion) || whole) {
          subjects.add(assertion.getSubject().getNameID().getValue());
        }
      }
      return subjects;
    } catch (SignatureException e) {
      return List.of();
    }
  }

  private static Object parsed(Draft draft) {
    try {
      return XMLObjectSupport.unmarshallFromInputStream(
          XMLObjectProviderRegistrySupport.getParserPool(),
          new ByteArrayInputStream(draft.xml().getBytes(StandardCharsets.UTF_8)));
    } catch (net.shibboleth.utilities.java.support.xml.XMLParserException
        | UnmarshallingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// @throws SignatureException when there is a signature that is not good
  private boolean isSigned(SignableSAMLObject object) throws SignatureException {
    if (object.getSignature() == null) {
      return false;
    }
    new SAMLSignatureProfileValidator().validate(object.getSignature());
    SignatureValidator.validate(object.getSignature(), idp);
    return true;
  }
}
