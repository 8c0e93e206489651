package dev.ostiary.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bytes on the wire that no client library would send: two readings of one message must not be
/// possible (RFC 9112, section 11.2), and a connection that only pings must stay.
class RawRequestsTest {
  private static final int PATIENCE_MILLIS = 20_000;

  private static ApiWorld world;
  private static String host;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    host = "Host: localhost:" + world.server.url().getPort();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void aPlainRequestIsAnswered() throws IOException {
    assertThat(answer("GET /keys HTTP/1.1", host, "Connection: close")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          two lengths           | Content-Length: 5~Content-Length: 6
          a list of lengths     | Content-Length: 5, 6
          a signed length       | Content-Length: +5
          a negative length     | Content-Length: -5
          a space before colon  | Content-Length : 5
          a header without name | : empty~Content-Length: 5
          an unknown coding     | Transfer-Encoding: xchunked
          chunked not at last   | Transfer-Encoding: chunked, identity
          chunked twice         | Transfer-Encoding: chunked, chunked
          two codings, two lines | Transfer-Encoding: chunked~Transfer-Encoding: identity
          a coding and a length | Transfer-Encoding: identity~Content-Length: 5
          a quoted coding       | Transfer-Encoding: "chunked"
          a packed body         | Transfer-Encoding: gzip, chunked
          a coding with a space | Transfer-Encoding : chunked
          """)
  void aMessageWithTwoReadingsIsNotReadAtAll(String name, String headers) throws IOException {
    String answer =
        answer(
            "POST /oauth/token HTTP/1.1",
            host,
            "Content-Type: application/x-www-form-urlencoded",
            headers.replace("~", "\r\n"),
            "",
            "0",
            "",
            "GET /keys HTTP/1.1",
            host,
            "Connection: close");

    assertThat(answer).as(name).doesNotContain("HTTP/1.1 200 ");
    assertThat(answer)
        .satisfiesAnyOf(
            text -> assertThat(text).startsWith("HTTP/1.1 400 "),
            text -> assertThat(text).startsWith("HTTP/1.1 501 "),
            text -> assertThat(text).isEmpty());
  }

  /// As above, but behind a request that is fine and on a connection that stays open.
  @Test
  void aLaterMessageWithTwoReadingsEndsTheConnection() throws IOException {
    String answer =
        answer(
            "GET /keys HTTP/1.1",
            host,
            "",
            "POST /oauth/token HTTP/1.1",
            host,
            "Transfer-Encoding: xchunked",
            "",
            "GET /keys HTTP/1.1",
            host,
            "Connection: close");

    assertThat(answer.split("HTTP/1.1 200 ", -1).length).isLessThanOrEqualTo(2);
    assertThat(answer).doesNotContain("HTTP/1.1 401 ");
  }

  /// RFC 9112 lets a server read both of these in one way alone: chunked goes before a length
  /// (section 6.3), and a folded line is one value (section 5.2). What follows is the next request.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          both lengths    | Content-Length: 50~Transfer-Encoding: chunked
          a folded header | X-One: a~ Content-Length: 50~Transfer-Encoding: chunked
          """)
  void aMessageWithOneReadingEndsWhereItEnds(String name, String headers) throws IOException {
    String answer =
        answer(
            "POST /keys HTTP/1.1",
            host,
            headers.replace("~", "\r\n"),
            "",
            "0",
            "",
            "GET /keys HTTP/1.1",
            host,
            "Connection: close");

    assertThat(answer).as(name).startsWith("HTTP/1.1 405 ").containsOnlyOnce("HTTP/1.1 200 ");
  }

  @Test
  void theHostOfAnAbsoluteTargetAndTheHeaderAreNotMixed() throws IOException {
    String answer = answer("GET http://other.example/keys HTTP/1.1", host, "Connection: close");

    assertThat(answer).doesNotContain("HTTP/1.1 200 ").startsWith("HTTP/1.1 4");
  }

  private static String answer(String... lines) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket("localhost", world.server.url().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  @Test
  void aConnectionThatOnlyPingsIsNotToldToStop() throws IOException {
    byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
    byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    byte[] ping = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    int pings = 20;

    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(preface);
      out.write(settings);
      for (int i = 0; i < pings; i++) {
        out.write(ping);
      }
      out.flush();

      DataInputStream in = new DataInputStream(socket.getInputStream());
      int answered = 0;
      while (answered < pings) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.skipNBytes(4 + length);
        assertThat(type).as("GOAWAY is frame 7").isNotEqualTo(7);
        if (type == 6 && flags == 1) {
          answered++;
        }
      }
    }
  }
}
