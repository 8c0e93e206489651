package dev.ostiary.app.bench.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongConsumer;

/// Reads the requests of one connection: of the head only what frames it and the event's id.
final class SinkConnection {
  /// Room for the head and a body of a kilobyte, several times over.
  private static final int BUFFER = 64 * 1024;

  private static final byte[] LENGTH = name("content-length: ");
  private static final byte[] EVENT = name("webhook-id: evt_");
  private static final byte[] OK = name("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");

  private final SocketChannel channel;
  private final LongConsumer onRequest;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  SinkConnection(SocketChannel channel, LongConsumer onRequest) {
    this.channel = channel;
    this.onRequest = onRequest;
  }

  private static byte[] name(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Takes what has come in and answers each request that is complete.
  ///
  /// @return false when the peer has closed the connection
  boolean read() throws IOException {
    if (channel.read(buffer) < 0) {
      return false;
    }
    int start = 0;
    for (int end = end(start); end > 0; end = end(start)) {
      start = end;
      channel.write(ByteBuffer.wrap(OK));
    }
    buffer.flip().position(start);
    buffer.compact();
    return true;
  }

  /// Where the request that begins at `start` ends; -1 when it is not complete.
  private int end(int start) {
    byte[] bytes = buffer.array();
    int limit = buffer.position();
    long event = 0;
    int length = 0;
    int line = start;
    for (int i = start; i + 1 < limit; i++) {
      if (bytes[i] != '\r' || bytes[i + 1] != '\n') {
        continue;
      }
      if (i == line) { // the empty line: the head ends here
        int end = i + 2 + length;
        if (end > limit) {
          return -1;
        }
        onRequest.accept(event);
        return end;
      }
      if (begins(bytes, line, EVENT)) {
        event = number(bytes, line + EVENT.length, i);
      } else if (begins(bytes, line, LENGTH)) {
        length = (int) number(bytes, line + LENGTH.length, i);
      }
      line = i + 2;
    }
    return -1;
  }

  private static boolean begins(byte[] bytes, int at, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if ((bytes[at + i] | ' ') != (name[i] | ' ')) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        throw new IllegalStateException(
            String.format(Locale.ROOT, "expected a digit in a request, found byte %d", bytes[i]));
      }
      number = number * 10 + (bytes[i] - '0');
    }
    return number;
  }
}
