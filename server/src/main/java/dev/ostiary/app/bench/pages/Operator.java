package dev.ostiary.app.bench.pages;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.app.bench.measure.Latencies;
import dev.ostiary.app.command.CommandFailed;
import java.net.URI;
import java.time.Duration;

/// Somebody who is signed in, and asks for one page after the other.
final class Operator {
  /// A page that takes this long is bad news, which is to be told, too.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final WebClient web;
  private final String cookie;

  /// @param link lets the first operator in
  Operator(String link) {
    URI address = URI.create(link);
    web =
        WebClient.builder(address.getScheme() + "://" + address.getAuthority())
            .responseTimeout(PATIENCE)
            .maxResponseLength(0)
            .build();
    AggregatedHttpResponse answer =
        web.execute(
                HttpRequest.of(
                    RequestHeaders.builder(HttpMethod.POST, address.getRawPath())
                        .contentType(MediaType.FORM_DATA)
                        .build(),
                    HttpData.ofUtf8("name=Bench")))
            .aggregate()
            .join();
    cookie = answer.headers().get(HttpHeaderNames.SET_COOKIE, "").split(";", 2)[0];
  }

  /// How long a page takes, from the request to its last byte.
  Latencies times(String path, int times) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      AggregatedHttpResponse answer =
          web.execute(RequestHeaders.of(HttpMethod.GET, path, HttpHeaderNames.COOKIE, cookie))
              .aggregate()
              .join();
      nanos[i] = System.nanoTime() - start;
      if (!answer.status().equals(HttpStatus.OK)) {
        throw new CommandFailed(path + " was answered with " + answer.status());
      }
    }
    return Latencies.of(nanos);
  }
}
