package dev.ostiary.app;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.config.Config;
import dev.ostiary.platform.database.Database;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A listener of its own for whoever operates the server: metrics, and whether it lives and is
/// ready to serve. It is not reached by the public port, and closed unless it is asked for.
final class ManagementPort {
  private static final MediaType PROMETHEUS =
      MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

  /// An orchestrator asks every few seconds and takes no answer for a no.
  private static final long PATIENCE_SECONDS = 2;

  private ManagementPort() {}

  /// @return nothing when it is not asked for
  static Optional<Server> open(
      Config config, PrometheusMeterRegistry registry, Database database, Executor executor) {
    Config.@Nullable Management where = config.management();
    if (where == null) {
      return Optional.empty();
    }
    ServerBuilder builder = Server.builder();
    builder.port(new InetSocketAddress(where.listen(), where.port()), SessionProtocol.HTTP);
    builder.service(
        "/metrics",
        answer(executor, () -> HttpResponse.of(HttpStatus.OK, PROMETHEUS, registry.scrape())));
    builder.service("/healthz", (context, request) -> plain(HttpStatus.OK, "alive"));
    builder.service("/readyz", answer(executor, () -> ready(database)));
    builder.setHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
    Server server = builder.build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new CommandFailed(
          "cannot listen on "
              + where.listen()
              + ":"
              + where.port()
              + " ("
              + CommandFailed.rootMessage(e)
              + "); set OSTIARY_MANAGEMENT_PORT to a free one",
          e);
    }
    return Optional.of(server);
  }

  private static HttpService answer(Executor executor, Supplier<HttpResponse> answer) {
    return (context, request) ->
        HttpResponse.of(
            CompletableFuture.supplyAsync(answer, executor)
                .completeOnTimeout(
                    plain(HttpStatus.SERVICE_UNAVAILABLE, "no answer in time"),
                    PATIENCE_SECONDS,
                    TimeUnit.SECONDS));
  }

  private static HttpResponse ready(Database database) {
    try {
      return database.transact(
          tx -> tx.sql("select 1 as one").one(row -> plain(HttpStatus.OK, "ready")));
    } catch (RuntimeException e) {
      return plain(HttpStatus.SERVICE_UNAVAILABLE, "the database is not available");
    }
  }

  private static HttpResponse plain(HttpStatus status, String text) {
    return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text + "\n");
  }
}
