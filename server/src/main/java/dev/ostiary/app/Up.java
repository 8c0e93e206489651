package dev.ostiary.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.Console;
import dev.ostiary.app.config.Config;
import dev.ostiary.connection.Connection;
import dev.ostiary.platform.Json;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts the server and keeps it running until it is told to stop.
@Command(
    name = "up",
    description = "Start the server: database, API, webhook delivery. Ctrl-C stops it.",
    mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {
  @Option(
      names = "--json",
      description = "Print one line of JSON when ready, and nothing else on standard output.")
  private boolean json;

  @Option(
      names = "--tls",
      description = "Serve TLS with a certificate for this machine, made on first use.")
  private boolean tls;

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    Config config =
        Config.read(
            tls ? DevelopmentTls.settings(System.getenv(), Instant.now()) : System.getenv());
    Console console = Console.system();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicReference<@Nullable String> lost = new AtomicReference<>();
    try (Application application =
        Application.start(
            config,
            line -> progress(console, line),
            reason -> {
              lost.set(reason);
              stop.countDown();
            })) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(stop, stopped)));
      if (config.port() != 0) { // a port that changes every time has no URL to come back to
        application.checkUrl();
      }
      FirstStart.Made made = application.firstStart(config.development());
      Connection simulated = made == null ? null : made.simulated();
      if (json) {
        console.line(Json.text(ready(application, made, simulated)));
      } else {
        new Welcome(console, config, application.url())
            .print(
                made,
                simulated,
                application.firstLoginLink(),
                (System.nanoTime() - start) / 1_000_000);
      }
      stop.await();
    } finally {
      stopped.countDown();
    }
    if (lost.get() != null) {
      throw new CommandFailed("stopped: " + lost.get());
    }
    return 0;
  }

  private void progress(Console console, String line) {
    if (!json) {
      console.line(console.dim("· " + line));
    }
  }

  /// Holds back the end of the JVM until everything is closed in order.
  private static void shutDown(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ObjectNode ready(
      Application application, FirstStart.@Nullable Made made, @Nullable Connection simulated) {
    ObjectNode ready = Json.object();
    ready.put("url", application.url().toString());
    ready.put("pid", ProcessHandle.current().pid());
    if (made != null) {
      ready.put("environment_id", made.environment().id().toString());
      ready.put("client_id", made.app().client().id().toString());
      ready.put("client_secret", made.app().secret().reveal());
    }
    if (simulated != null) {
      ready.put("simulated_connection_id", simulated.id().toString());
    }
    application.firstLoginLink().ifPresent(link -> ready.put("login_link", link));
    return ready;
  }
}
