package dev.ostiary.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `ostiary up` as a process of its own, which a test may kill.
public final class ServerProcess implements AutoCloseable {
  /// What all such processes log; the build's own output stays readable.
  private static final Path LOG = Path.of("target", "server-processes.log");

  private final Process process;
  private final ObjectNode ready;

  private ServerProcess(Process process, ObjectNode ready) {
    this.process = process;
    this.ready = ready;
  }

  /// Starts the server and waits until it is ready.
  ///
  /// @param settings environment variables, such as {@link TestServer#settings} gives
  public static ServerProcess start(Map<String, String> settings) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-XX:+UseSerialGC",
                    // It lives for seconds: the second compiler would cost more than it gives.
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.ostiary.app.Main",
                    "up",
                    "--json"))
            .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("OSTIARY_"));
    builder.environment().putAll(settings);
    try {
      Process process = builder.start();
      String line =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (line == null) {
        throw new IllegalStateException(
            "the server ended instead of starting; see " + LOG.toAbsolutePath());
      }
      return new ServerProcess(process, Json.parseObject(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return ready.path("url").asText();
  }

  /// The credentials of the first app; null unless this start made them.
  public @Nullable Credentials credentials() {
    return ready.has("client_id")
        ? new Credentials(
            ready.path("client_id").asText(), new Secret(ready.path("client_secret").asText()))
        : null;
  }

  /// The credentials of an API client.
  public record Credentials(String clientId, Secret clientSecret) {}

  public RestClient rest(Credentials credentials) {
    return new RestClient(url(), credentials.clientId(), credentials.clientSecret());
  }

  /// Ends the process as a power cut would: it gets no chance to do anything more (SIGKILL).
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /// Ends the process as an operator would (SIGTERM), in good order.
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
