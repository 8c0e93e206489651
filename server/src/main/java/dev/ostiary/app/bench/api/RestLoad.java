package dev.ostiary.app.bench.api;

import dev.ostiary.app.bench.measure.Latencies;
import dev.ostiary.app.bench.measure.Load;
import dev.ostiary.app.command.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;

/// Callers that ask one thing after another, each waiting for its answer.
final class RestLoad {
  static final int CALLERS = 16;

  static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String token;
  private final LongConsumer progress;

  RestLoad(String url, String token, LongConsumer progress) {
    this.url = url;
    this.token = token;
    this.progress = progress;
  }

  /// How often in a second, and how long each took.
  record Outcome(double perSecond, Latencies latencies) {}

  /// What is asked for.
  interface Calls {
    /// The `number`th call, from 0 on.
    Call at(long number);
  }

  /// @param expected the status of the answer
  record Call(String method, String path, int expected) {
    static Call get(String path) {
      return new Call("GET", path, OK);
    }
  }

  Outcome run(Duration time, Calls calls) {
    Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    double perSecond =
        Load.during(
            time,
            CALLERS,
            number -> {
              long start = System.nanoTime();
              make(calls.at(number));
              nanos.add(System.nanoTime() - start);
            },
            progress);
    return new Outcome(
        perSecond, Latencies.of(nanos.stream().mapToLong(Long::longValue).toArray()));
  }

  private void make(Call call) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + call.path()))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .method(call.method(), HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != call.expected()) {
        throw new CommandFailed(
            call + " was answered with " + answer.statusCode() + ": " + answer.body());
      }
    } catch (IOException e) {
      throw new CommandFailed("the server does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("stopped", e);
    }
  }
}
