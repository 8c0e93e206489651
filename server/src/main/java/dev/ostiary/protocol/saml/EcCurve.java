package dev.ostiary.protocol.saml;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;

/// The two NIST curves that SAML signatures are verified on. Curves are compared by their numbers:
/// a key may bring its own generator (CVE-2020-0601).
final class EcCurve {
  private static final List<ECParameterSpec> ACCEPTED =
      List.of(named("secp256r1"), named("secp384r1"));

  private EcCurve() {}

  static boolean isAccepted(ECParameterSpec found) {
    return ACCEPTED.stream()
        .anyMatch(curve ->
            curve.getCurve().equals(found.getCurve())
                && curve.getGenerator().equals(found.getGenerator())
                && curve.getOrder().equals(found.getOrder())
                && curve.getCofactor() == found.getCofactor());
  }

  private static ECParameterSpec named(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
