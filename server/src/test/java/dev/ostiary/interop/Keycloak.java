package dev.ostiary.interop;

import com.linecorp.armeria.client.WebClient;
import dev.ostiary.testing.ProcessLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real Keycloak on loopback, with the realm of `keycloak/acme-realm.json`, all in memory. The
/// build unpacks the distribution into `target`. All tests of a process share one, since it takes
/// its time to start; what they need beside the realm they add to it.
public final class Keycloak {
  private static final String REALM = "/keycloak/acme-realm.json";
  private static final String ADMINISTRATOR = "admin";

  private static @Nullable Keycloak running;

  /// The first start of a distribution arranges its classes, which takes half a minute by itself.
  private static final int PATIENCE_SECONDS = 300;

  private static final int LAST_LINES = 40;

  private final Process process;
  private final String url;

  private Keycloak(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /// Starts it, unless it runs; it ends with this process.
  public static synchronized Keycloak running() {
    if (running == null) {
      running = start();
    }
    return running;
  }

  private static Keycloak start() {
    Path home = Path.of(System.getProperty("keycloak.folder", ""));
    return ProcessLock.holding(home.resolve("data"), () -> start(home));
  }

  private static Keycloak start(Path home) throws IOException {
    Path imports = Files.createDirectories(home.resolve("data").resolve("import"));
    try (InputStream realm = Keycloak.class.getResourceAsStream(REALM)) {
      Files.copy(
          Objects.requireNonNull(realm),
          imports.resolve("acme-realm.json"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                home.resolve("bin").resolve("kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--cache=local",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port)
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMINISTRATOR);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m -XX:TieredStopAtLevel=1");
    Keycloak keycloak = new Keycloak(builder.start(), "http://127.0.0.1:" + port);
    Runtime.getRuntime().addShutdownHook(new Thread(keycloak::close));
    try {
      keycloak.awaitReadiness();
    } catch (RuntimeException | Error e) {
      keycloak.close();
      throw e;
    }
    return keycloak;
  }

  /// Reads along until Keycloak says that it listens; afterwards its output is read and forgotten.
  private void awaitReadiness() {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    Thread guard = Thread.ofVirtual().start(this::endUnlessReady);
    List<String> said = new ArrayList<>();
    try {
      String line = output.readLine();
      while (line != null && !line.contains("Listening on:")) {
        said.add(line);
        line = output.readLine();
      }
      if (line == null) {
        throw new AssertionError("Keycloak did not start:\n" + lastOf(said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      guard.interrupt();
    }
    Thread.ofVirtual().start(() -> output.lines().forEach(line -> {}));
    int status = WebClient.of(url).get("/realms/acme").aggregate().join().status().code();
    if (status != 200) {
      throw new AssertionError("the realm was not imported (" + status + "):\n" + lastOf(said));
    }
  }

  private void endUnlessReady() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is ready
    }
  }

  private static String lastOf(List<String> lines) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /// The realm's address, which is its issuer.
  public String realm() {
    return url + "/realms/acme";
  }

  public String samlMetadata() {
    return realm() + "/protocol/saml/descriptor";
  }

  /// What its administrator can do.
  public KeycloakAdmin admin() {
    return new KeycloakAdmin(url, ADMINISTRATOR, ADMINISTRATOR);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /// Ends the script and the server that it started; nothing of it is worth keeping.
  private void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }
}
