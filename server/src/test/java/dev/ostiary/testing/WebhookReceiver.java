package dev.ostiary.testing;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An app's webhook receiver on loopback: keeps what arrives, and answers as it is told.
public final class WebhookReceiver implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final HttpServer server;
  private final BlockingQueue<Request> arrived = new LinkedBlockingQueue<>();
  private volatile Function<Request, Answer> behavior = request -> new Answer(200);

  /// One request as it came; header names in lower case.
  public record Request(Map<String, List<String>> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }

    public String id() {
      return header("webhook-id");
    }

    public String type() {
      return Json.parseObject(body).path("type").asText();
    }

    public String organization() {
      return Json.parseObject(body).path("organization_id").asText();
    }

    /// Whether the receivers' own libraries accept the signature: that of Standard Webhooks, and
    /// Svix's, which must agree.
    public boolean verifiedBy(String secret) {
      boolean standard;
      try {
        new Webhook(secret).verify(body, headers);
        standard = true;
      } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
        standard = false;
      }
      boolean svix;
      try {
        new com.svix.Webhook(secret).verify(body, headers);
        svix = true;
      } catch (com.svix.exceptions.WebhookVerificationException
          | com.svix.exceptions.EmptyWebhookSecretException e) {
        svix = false;
      }
      if (standard != svix) {
        throw new AssertionError("Standard Webhooks says " + standard + ", Svix says " + svix);
      }
      return standard;
    }
  }

  /// What is answered.
  public record Answer(int status, Map<String, String> headers, String body) {
    public Answer(int status) {
      this(status, Map.of(), "");
    }
  }

  public WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
  }

  /// Decides each answer from now on; may block, which makes a slow receiver.
  public void answer(Function<Request, Answer> newBehavior) {
    behavior = newBehavior;
  }

  public void answer(int status) {
    behavior = request -> new Answer(status);
  }

  /// The next request, in the order of arrival; fails when none comes.
  public Request next() {
    Request request = poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no webhook arrived within " + PATIENCE_SECONDS + " s");
    }
    return request;
  }

  /// The next request if it comes in time.
  public @Nullable Request poll(long time, TimeUnit unit) {
    try {
      return arrived.poll(time, unit);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether nothing has arrived that was not looked at.
  public boolean isQuiet() {
    return arrived.isEmpty();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, List<String>> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(exchange.getRequestHeaders());
      Request request =
          new Request(
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      arrived.add(request);
      Answer answer = behavior.apply(request);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
