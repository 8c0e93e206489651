package dev.ostiary.app;

import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// TLS on a developer's machine: a certificate for this machine alone, made on first use and kept
/// in the data folder, and the authority that signed it, to be trusted by whoever calls. The
/// authority's private key is thrown away at once: nothing else can ever be signed with what was
/// trusted.
public final class DevelopmentTls {
  private static final String DEFAULT_PORT = "8443";

  /// The longest that browsers and operating systems accept.
  private static final Duration VALIDITY = Duration.ofDays(397);

  private static final Duration RENEWAL = Duration.ofDays(30);
  private static final String NAMES = "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";
  private static final String PASSWORD = "not-a-secret"; // of stores that live for a second

  private final Path folder;

  private DevelopmentTls(DataFolder data) {
    this.folder = data.tls();
  }

  private Path certificate() {
    return folder.resolve("certificate.pem");
  }

  private Path key() {
    return folder.resolve("key.pem");
  }

  /// The settings of a server with such a certificate: those given, and what they leave open.
  public static Map<String, String> settings(Map<String, String> given, Instant now) {
    if (given.containsKey("OSTIARY_TLS_CERTIFICATE")) {
      throw new CommandFailed("found OSTIARY_TLS_CERTIFICATE and --tls; leave one of them out");
    }
    DevelopmentTls own = new DevelopmentTls(DataFolder.at(Config.read(given).dataFolder()));
    own.makeIfNeeded(now);
    String port = given.getOrDefault("OSTIARY_PORT", DEFAULT_PORT);
    Map<String, String> all = new HashMap<>(given);
    all.put("OSTIARY_PORT", port);
    all.putIfAbsent("OSTIARY_URL", "https://localhost:" + port);
    all.put("OSTIARY_TLS_CERTIFICATE", own.certificate().toString());
    all.put("OSTIARY_TLS_KEY", own.key().toString());
    return all;
  }

  /// The authority to trust, for whoever calls a server of this data folder.
  public static Path authority(Path dataFolder) {
    return new DataFolder(dataFolder).developmentAuthority();
  }

  /// Makes the certificate, unless there is one that is good for another month.
  private void makeIfNeeded(Instant now) {
    try {
      if (Files.exists(key()) && expiry().isAfter(now.plus(RENEWAL))) {
        return;
      }
      Files.createDirectories(folder);
      Path scratch = Files.createTempDirectory(folder, "new");
      try {
        make(scratch);
      } finally {
        delete(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a certificate in " + folder, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Instant expiry() throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(certificate())) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      return ((X509Certificate) certificate).getNotAfter().toInstant();
    }
  }

  private void make(Path scratch) throws IOException, GeneralSecurityException {
    Path authority = scratch.resolve("authority");
    Path server = scratch.resolve("server");
    String request = scratch.resolve("request").toString();
    String signed = scratch.resolve("signed").toString();
    String root = scratch.resolve("root").toString();
    String days = Long.toString(VALIDITY.toDays());
    pair(authority, "CN=Ostiary development on this machine", "bc:c", "ku:c=keyCertSign", days);
    pair(server, "CN=localhost", NAMES, "eku=serverAuth", days);
    keytool(server, "-certreq", "-file", request);
    keytool(
        authority,
        "-gencert",
        "-infile",
        request,
        "-outfile",
        signed,
        "-ext",
        NAMES,
        "-ext",
        "eku=serverAuth",
        "-validity",
        days);
    keytool(authority, "-exportcert", "-file", root);
    keytool(server, "-importcert", "-noprompt", "-alias", "root", "-file", root);
    keytool(server, "-importcert", "-noprompt", "-file", signed);

    KeyStore store = KeyStore.getInstance(server.toFile(), PASSWORD.toCharArray());
    StringBuilder chain = new StringBuilder();
    for (Certificate link : store.getCertificateChain("server")) {
      chain.append(pem("CERTIFICATE", link.getEncoded()));
    }
    byte[] key = store.getKey("server", PASSWORD.toCharArray()).getEncoded();
    Files.writeString(
        folder.resolve("ca.pem"), pem("CERTIFICATE", store.getCertificate("root").getEncoded()));
    Files.writeString(certificate(), chain);
    Files.deleteIfExists(key());
    Files.createFile(
        key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key(), pem("PRIVATE KEY", key));
  }

  private static void pair(Path store, String name, String first, String second, String days)
      throws IOException {
    keytool(
        store,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        name,
        "-ext",
        first,
        "-ext",
        second,
        "-validity",
        days);
  }

  private static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /// The JDK makes certificates with its own tool and with no class that may be called.
  private static void keytool(Path store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    if (!command.contains("-alias")) {
      command.addAll(List.of("-alias", "server"));
    }
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new CommandFailed("keytool cannot make a certificate: " + said.strip());
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted while a certificate was made");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
