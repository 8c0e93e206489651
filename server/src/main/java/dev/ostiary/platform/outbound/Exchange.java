package dev.ostiary.platform.outbound;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.ostiary.platform.outbound.OutboundResult.Answer;
import dev.ostiary.platform.outbound.OutboundResult.NoAnswer;
import dev.ostiary.platform.outbound.OutboundResult.Reason;
import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Reads one answer piece by piece, asking for the next only when the last was taken in, and lets
/// go of the connection as soon as enough was read. All calls come from one event loop.
final class Exchange implements Subscriber<HttpObject> {
  /// `103 Early Hints` comes once or twice; a server that sends more of these is playing.
  private static final int MAX_INTERIM_ANSWERS = 8;

  /// Longer header values are of no use to us and would only fill the attempt log.
  private static final int MAX_HEADER_VALUE = 2048;

  private final OutboundRequest request;
  private final long startedNanos;
  private final CompletableFuture<OutboundResult> result;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

  private @Nullable Subscription subscription;
  private @Nullable ResponseHeaders headers;
  private @Nullable Runnable secondTry;
  private int interimAnswers;

  /// @param secondTry sends the request once more on another connection
  Exchange(
      OutboundRequest request,
      long startedNanos,
      CompletableFuture<OutboundResult> result,
      @Nullable Runnable secondTry) {
    this.request = request;
    this.startedNanos = startedNanos;
    this.result = result;
    this.secondTry = secondTry;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    var _ =
        result.whenComplete((answer, failure) -> {
          if (result.isCancelled()) {
            subscription.cancel();
          }
        });
    subscription.request(1);
  }

  @Override
  public void onNext(HttpObject part) {
    switch (part) {
      case ResponseHeaders received when received.status().isInformational() -> {
        if (++interimAnswers > MAX_INTERIM_ANSWERS) {
          stop(noAnswer(Reason.PROTOCOL, "sent interim answers without end"));
          return;
        }
      }
      case ResponseHeaders received -> headers = received;
      case HttpData data when keep(data.array()) -> {
        stop(answer(true));
        return;
      }
      default -> {} // trailers
    }
    if (subscription != null) {
      subscription.request(1);
    }
  }

  /// Whether there was more than is wanted.
  private boolean keep(byte[] data) {
    int room = request.keepBytes() - body.size();
    body.write(data, 0, Math.min(room, data.length));
    return data.length > room;
  }

  @Override
  public void onComplete() {
    result.complete(answer(false));
  }

  @Override
  public void onError(Throwable thrown) {
    if (secondTry != null && headers == null && Failure.nothingWasSent(thrown)) {
      Runnable again = secondTry;
      secondTry = null;
      again.run();
      return;
    }
    var failure = Failure.of(thrown, request.url().host(), request.deadline());
    result.complete(new NoAnswer(failure.reason(), failure.message(), latency()));
  }

  private void stop(OutboundResult outcome) {
    if (subscription != null) {
      subscription.cancel();
    }
    result.complete(outcome);
  }

  private OutboundResult answer(boolean truncated) {
    if (headers == null) {
      return noAnswer(Reason.CLOSED_EARLY, "closed the connection without an answer");
    }
    return new Answer(
        headers.status().code(),
        header(headers, HttpHeaderNames.CONTENT_TYPE),
        header(headers, HttpHeaderNames.CONTENT_ENCODING),
        header(headers, HttpHeaderNames.RETRY_AFTER),
        header(headers, HttpHeaderNames.LOCATION),
        body.toByteArray(),
        truncated,
        latency());
  }

  private static @Nullable String header(ResponseHeaders headers, AsciiString name) {
    String value = headers.get(name);
    return value == null || value.length() <= MAX_HEADER_VALUE
        ? value
        : value.substring(0, MAX_HEADER_VALUE);
  }

  private NoAnswer noAnswer(Reason reason, String what) {
    return new NoAnswer(reason, request.url().host() + " " + what, latency());
  }

  private Duration latency() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
