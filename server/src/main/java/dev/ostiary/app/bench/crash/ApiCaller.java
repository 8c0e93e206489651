package dev.ostiary.app.bench.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Calls the REST API and tells exactly what is known afterwards. Never repeats a call by itself.
final class ApiCaller {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final String url;
  private final String form;
  private volatile String token = "";

  ApiCaller(String url, String clientId, String clientSecret) {
    this.url = url;
    this.form =
        "grant_type=client_credentials&client_id="
            + encode(clientId)
            + "&client_secret="
            + encode(clientSecret);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// What is known of a call.
  sealed interface Reply {
    /// Acknowledged.
    record Done(ObjectNode body) implements Reply {}

    /// It was surely not made: nobody was there to take it.
    record Unsent() implements Reply {}

    /// It may have been made or not.
    record Unknown(String why) implements Reply {}

    /// The server says that it was not made.
    record Refused(String why) implements Reply {}
  }

  Reply call(String method, String path, @Nullable ObjectNode body) {
    if (token.isEmpty() && !logIn()) {
      return new Reply.Unsent();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String what = method + " " + path + ": " + answer.statusCode() + " " + answer.body();
      return switch (answer.statusCode() / 100) {
        case 2 -> new Reply.Done(Json.parseObject(answer.body()));
        case 4 -> new Reply.Refused(what);
        default -> new Reply.Unknown(what);
      };
    } catch (ConnectException e) {
      return new Reply.Unsent();
    } catch (IOException e) {
      return new Reply.Unknown(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Unknown("stopped");
    }
  }

  private boolean logIn() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/oauth/token"))
            .timeout(TIMEOUT)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        return false;
      }
      token = Json.parseObject(answer.body()).path("access_token").asText();
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
