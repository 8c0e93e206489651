package dev.ostiary.platform.outbound;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Decides whether a server's certificate is to be believed: it must lead to one of the JDK's
/// authorities or of those the operator added, and no signature on the way may be of a broken kind
/// (the JDK tolerates SHA-1 below authorities that were added by hand).
final class TrustedAuthorities extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager verifier;

  private TrustedAuthorities(X509ExtendedTrustManager verifier) {
    this.verifier = verifier;
  }

  static TrustedAuthorities with(List<X509Certificate> added) {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      int number = 0;
      for (X509Certificate certificate : systemVerifier(null).getAcceptedIssuers()) {
        anchors.setCertificateEntry("system-" + number++, certificate);
      }
      for (X509Certificate certificate : added) {
        anchors.setCertificateEntry("added-" + number++, certificate);
      }
      return new TrustedAuthorities(systemVerifier(anchors));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the trusted authorities could not be loaded", e);
    }
  }

  private static X509ExtendedTrustManager systemVerifier(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    for (TrustManager candidate : factory.getTrustManagers()) {
      if (candidate instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("this JDK verifies no X.509 certificates");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    refuseWeakChain(chain);
    verifier.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    refuseWeakChain(chain);
    verifier.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("a certificate is never checked without its host name");
  }

  private static void refuseWeakChain(X509Certificate[] chain) throws CertificateException {
    // The verifier does not look at the dates of a certificate that was itself added.
    chain[0].checkValidity();
    for (X509Certificate certificate : chain) {
      String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      boolean selfSigned =
          certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
      // Nobody relies on an authority's signature over itself.
      if (!selfSigned && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD"))) {
        throw new CertificateException("signed with " + algorithm);
      }
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return Arrays.copyOf(
        verifier.getAcceptedIssuers(),
        verifier.getAcceptedIssuers().length,
        X509Certificate[].class);
  }
}
