package dev.ostiary.platform.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Key stores made with the JDK's keytool, for servers that a client should or should not believe.
public final class TestCertificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  public TestCertificates(Path folder) {
    this.folder = folder;
  }

  /// A certificate signed by itself, for the given names (`dns:...`, `ip:...`).
  public Path selfSigned(String file, String names, String... more) throws Exception {
    Path store = folder.resolve(file);
    var command =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-dname", "CN=" + file, "-ext", "san=" + names));
    command.addAll(List.of(more));
    keytool(store, command);
    return store;
  }

  /// A server's key whose certificate an authority signed with the given algorithm; the authority's
  /// own certificate is in `authority-<file>`.
  public Path signedByAuthority(String file, String names, String algorithm) throws Exception {
    Path authority = folder.resolve("authority-" + file);
    keytool(
        authority,
        List.of(
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=authority " + file,
            "-ext",
            "bc:c",
            "-validity",
            "3650"));
    Path store = folder.resolve(file);
    keytool(
        store,
        List.of(
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=" + file));
    Path request = folder.resolve(file + ".csr");
    keytool(store, List.of("-certreq", "-alias", "server", "-file", request.toString()));
    Path signed = folder.resolve(file + ".crt");
    keytool(
        authority,
        List.of(
            "-gencert",
            "-alias",
            "server",
            "-infile",
            request.toString(),
            "-outfile",
            signed.toString(),
            "-ext",
            "san=" + names,
            "-sigalg",
            algorithm,
            "-validity",
            "3650"));
    Path root = folder.resolve(file + ".root.crt");
    keytool(authority, List.of("-exportcert", "-alias", "server", "-file", root.toString()));
    keytool(store, List.of("-importcert", "-noprompt", "-alias", "root", "-file", root.toString()));
    keytool(
        store, List.of("-importcert", "-noprompt", "-alias", "server", "-file", signed.toString()));
    return store;
  }

  public Path authorityOf(Path store) {
    return folder.resolve("authority-" + store.getFileName());
  }

  public static X509Certificate certificate(Path store) throws Exception {
    return (X509Certificate) load(store).getCertificate("server");
  }

  /// The files that a server is given: the chain, and the private key (PKCS #8).
  public record Pem(Path certificate, Path key) {}

  /// Writes what is in a store as PEM files beside it.
  public static Pem pem(Path store) throws Exception {
    KeyStore keys = load(store);
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : keys.getCertificateChain("server")) {
      chain.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
    return new Pem(
        Files.writeString(store.resolveSibling(store.getFileName() + ".crt.pem"), chain),
        Files.writeString(
            store.resolveSibling(store.getFileName() + ".key.pem"), pem("PRIVATE KEY", key)));
  }

  private static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  static SSLContext context(Path store) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(store), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  static KeyManagerFactory keys(Path store) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(store), PASSWORD.toCharArray());
    return keys;
  }

  private static KeyStore load(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void keytool(Path store, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }
}
