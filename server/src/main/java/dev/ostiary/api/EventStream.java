package dev.ostiary.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import dev.ostiary.event.Event;
import dev.ostiary.event.LogReader.Stretch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// One reader's stream of server-sent events (WHATWG HTML, section 9.2). The next stretch of the
/// log is read only when the reader has taken the one before, so one that is slow, or has stopped
/// reading, holds a single stretch in memory and nothing else.
final class EventStream {
  private final HttpResponseWriter out;
  private final Source source;
  private final Function<Event, byte[]> payload;
  private final Executor executor;

  /// Everything up to here was sent, or did not pass the filter.
  private long cursor;

  /// Whether the reader has taken all that was sent and there is nothing more for now.
  private boolean idle;

  /// Where events come from.
  interface Source {
    Stretch read(long after);

    /// Runs `wake` once when there may be more behind `after`.
    void await(long after, Runnable wake);

    /// Whether the stream must end, for its own sake or the server's.
    boolean over();
  }

  EventStream(
      HttpResponseWriter out,
      Source source,
      Function<Event, byte[]> payload,
      Executor executor,
      long after) {
    this.out = out;
    this.source = source;
    this.payload = payload;
    this.executor = executor;
    this.cursor = after;
  }

  /// Sends what there is, then waits for more, for as long as the reader listens.
  void run() {
    try {
      Stretch next;
      synchronized (this) {
        idle = false;
        if (source.over() || !out.isOpen()) {
          out.close();
          return;
        }
        next = source.read(cursor);
        cursor = next.cursor();
      }
      if (!next.events().isEmpty()) {
        send(blocks(next));
      } else if (next.more()) {
        executor.execute(this::run);
      } else {
        synchronized (this) {
          idle = true;
        }
        source.await(next.cursor(), this::run);
      }
    } catch (RuntimeException e) {
      // The reader connects again, and is told what is wrong, in a form that can be told.
      out.close(e);
    }
  }

  /// Tells a reader that has long heard nothing that the line is up, and where it stands, so that
  /// it need not look through the same stretch again after a break.
  synchronized void keepAlive() {
    if (idle && out.isOpen()) {
      var _ = out.tryWrite(HttpData.ofAscii(": keep-alive\nid: " + cursor + "\n\n"));
    }
  }

  private void send(HttpData blocks) {
    if (out.tryWrite(blocks)) {
      var _ = out.whenConsumed().thenRunAsync(this::run, executor);
    }
  }

  private HttpData blocks(Stretch stretch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Event event : stretch.events()) {
      String head = "id: " + event.position() + "\nevent: " + event.type() + "\ndata: ";
      bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      bytes.writeBytes(payload.apply(event));
      bytes.writeBytes(new byte[] {'\n', '\n'});
    }
    return HttpData.wrap(bytes.toByteArray());
  }
}
