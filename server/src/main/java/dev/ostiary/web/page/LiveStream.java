package dev.ostiary.web.page;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The server-sent events (WHATWG HTML, section 9.2) by which a page is told that it has changed.
/// They say nothing else: what it shows now, the page asks for as whoever looks at it.
final class LiveStream {
  static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";

  /// Proxies close what was silent for half a minute or more.
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  /// Then the browser comes back by itself, and is let in only if its session is still good.
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /// However much happens, nobody can look faster; and each word makes the page ask.
  private static final Duration SPACING = Duration.ofMillis(500);

  private final HttpResponseWriter out = HttpResponse.streaming();
  private final AtomicReference<Runnable> waiting = new AtomicReference<>(() -> {});
  private final Live live;
  private final ScheduledExecutorService loop;

  private LiveStream(Live live, ScheduledExecutorService loop) {
    this.live = live;
    this.loop = loop;
  }

  static HttpResponse open(ServiceRequestContext context, ResponseHeaders headers, Live live) {
    context.clearRequestTimeout();
    LiveStream stream = new LiveStream(live, context.eventLoop().withoutContext());
    return stream.open(headers);
  }

  private HttpResponse open(ResponseHeaders headers) {
    out.write(headers);
    long pause = KEEP_ALIVE.toMillis();
    var pulse =
        loop.scheduleAtFixedRate(
            () -> write(": keep-alive\n\n"), pause, pause, TimeUnit.MILLISECONDS);
    var end = loop.schedule(() -> out.close(), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        out.whenComplete()
            .handle((_, _) -> {
              pulse.cancel(false);
              end.cancel(false);
              waiting.get().run();
              live.close();
              return true;
            });
    await();
    return out;
  }

  private void await() {
    if (live.over() || !out.isOpen()) {
      out.close();
      return;
    }
    waiting.set(live.await(this::changed));
    if (!out.isOpen()) {
      waiting.get().run(); // it ended just now, and did not know of this one
    }
  }

  private void changed() {
    if (live.over()) {
      out.close();
    } else if (write("event: change\ndata: now\n\n")) {
      var _ = loop.schedule(this::await, SPACING.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean write(String block) {
    return out.tryWrite(HttpData.ofAscii(block));
  }
}
