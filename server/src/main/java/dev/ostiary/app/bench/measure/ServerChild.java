package dev.ostiary.app.bench.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `ostiary up` as a process of its own, with a data folder and an embedded PostgreSQL of its own,
/// to be killed and started again.
public final class ServerChild implements AutoCloseable {
  /// A start that adopts or recovers the database takes seconds; on a busy machine, more of them.
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private final List<String> javaOptions;
  private final Map<String, String> settings;
  private @Nullable Process process;

  /// @param folder reachable for PostgreSQL's account
  /// @param javaOptions beside those that every server has
  /// @param settings beside its port and its folder
  public ServerChild(Path folder, List<String> javaOptions, Map<String, String> settings) {
    this.folder = folder;
    this.javaOptions = List.copyOf(javaOptions);
    this.settings = Map.copyOf(settings);
    // The same at every start, since the environment is known by its URL.
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://localhost:" + port;
  }

  /// What the server has to say, over all its lives.
  public Path log() {
    return folder.resolve("server.log");
  }

  /// Begins a life of the server, which may be killed before it is ready.
  public void launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(javaOptions);
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), "dev.ostiary.app.Main", "up", "--json"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("OSTIARY_"));
    builder.environment().putAll(settings);
    builder.environment().put("OSTIARY_PORT", Integer.toString(port));
    builder.environment().put("OSTIARY_DATA_DIR", folder.toString());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until the server is ready.
  ///
  /// @return what it says about itself; the first time with the credentials of an API client
  public ObjectNode awaitReady() {
    Process current = running();
    try {
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(current.getInputStream(), StandardCharsets.UTF_8));
      String line = output.readLine();
      if (line == null) {
        throw new CommandFailed("the server did not start; " + log() + " says why");
      }
      return Json.parseObject(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The REST API with the credentials that the server told at its first start.
  public RestClient api(ObjectNode ready) {
    return new RestClient(
        url(), ready.path("client_id").asText(), new Secret(ready.path("client_secret").asText()));
  }

  /// What the process has used of the processors since it was launched, as far as the system tells.
  public Duration cpu() {
    return running().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("not launched");
    }
    return process;
  }

  /// Ends the server as a power cut would (SIGKILL).
  public void kill() {
    running().destroyForcibly().onExit().join();
  }

  /// Ends PostgreSQL in the same way.
  ///
  /// @return false when it was not running just now
  public boolean killPostgres() {
    Optional<ProcessHandle> postmaster = postmaster();
    postmaster.ifPresent(ProcessHandle::destroyForcibly);
    return postmaster.isPresent();
  }

  private Optional<ProcessHandle> postmaster() {
    Path file = folder.resolve("postgres").resolve("data").resolve("postmaster.pid");
    try (var lines = Files.lines(file)) {
      return lines
          .findFirst()
          .filter(line -> line.matches("\\d{1,10}"))
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
          // The number may belong to somebody else by now.
          .filter(p -> p.info().command().filter(name -> name.endsWith("/postgres")).isPresent());
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // just being started or removed
    }
  }

  @Override
  public void close() {
    stop();
  }

  /// Ends both in good order.
  public void stop() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    killPostgres(); // left behind only if the server was killed
  }
}
