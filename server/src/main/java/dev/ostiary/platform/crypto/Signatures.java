package dev.ostiary.platform.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Computes signatures with Amazon's native cryptography where that loads, and with the JDK's
/// elsewhere: the same bytes, an order of magnitude later for Ed25519.
///
/// The native provider is asked by name and is not installed for the whole process, so TLS and
/// everything else stay with the JDK.
public final class Signatures {
  private static final Logger LOG = LoggerFactory.getLogger(Signatures.class);

  private static final String NATIVE = "AmazonCorrettoCryptoProvider";
  private static final Optional<Provider> PROVIDER = load();

  private Signatures() {}

  /// The native provider, for libraries that sign on our behalf; empty where it does not load.
  public static Optional<Provider> nativeProvider() {
    return PROVIDER;
  }

  /// The same RSA key in the form that the native provider works with, so that it need not convert
  /// the key for each signature.
  public static PrivateKey prepare(PrivateKey rsa) {
    if (PROVIDER.isEmpty()) {
      return rsa;
    }
    try {
      return (PrivateKey) KeyFactory.getInstance("RSA", PROVIDER.get()).translateKey(rsa);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] ed25519(PrivateKey key, byte[]... parts) {
    return ed25519(PROVIDER, key, parts);
  }

  /// Ed25519 (RFC 8032, section 5.1) over the parts, one after the other.
  static byte[] ed25519(Optional<Provider> provider, PrivateKey key, byte[]... parts) {
    try {
      Signature signature =
          provider.isPresent()
              ? Signature.getInstance("Ed25519", provider.get())
              : Signature.getInstance("Ed25519");
      signature.initSign(key);
      for (byte[] part : parts) {
        signature.update(part);
      }
      return signature.sign();
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Provider> load() {
    try {
      Optional<Provider> found =
          ServiceLoader.load(Provider.class).stream()
              .filter(candidate -> candidate.type().getSimpleName().equals(NATIVE))
              .<Provider>map(ServiceLoader.Provider::get)
              // Where its native part does not load it offers nothing.
              .filter(provider -> provider.getService("Signature", "Ed25519") != null)
              .findFirst();
      if (found.isEmpty()) {
        LOG.atWarn().log("native signatures not available; the JDK signs, more slowly");
      }
      return found;
    } catch (ServiceConfigurationError | LinkageError e) {
      LOG.atWarn().setCause(e).log("native signatures not available; the JDK signs, more slowly");
      return Optional.empty();
    }
  }
}
