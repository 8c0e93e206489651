package dev.ostiary.platform.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.platform.Problem;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentFetcherTest {
  private static final String FIELD = "saml_config.idp_metadata_url";

  private static OutboundClient client;
  private static DocumentFetcher fetcher;

  @BeforeAll
  static void start() {
    var policy = new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of);
    client = OutboundClient.start(policy, "Test/1.0", List.of());
    fetcher = new DocumentFetcher(client);
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  private static String fetch(RawServer server) {
    return fetcher.fetch(
        FIELD, "http://localhost:" + server.port() + "/metadata", "application/samlmetadata+xml");
  }

  private static Problem refusal(RawServer server) {
    Problem problem = catchThrowableOfType(Problem.class, () -> fetch(server));
    assertThat(problem).isNotNull();
    assertThat(problem.violations())
        .singleElement()
        .satisfies(v -> assertThat(v.field()).isEqualTo(FIELD));
    return problem;
  }

  private static String answer(String status, String headers, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Test
  void aDocumentComesBackAsText() throws Exception {
    String body = new String("\uFEFF<a>\u00fc\u20ac</a>".getBytes(UTF_8), ISO_8859_1);
    try (var server = RawServer.answering(answer("200 OK", "", body))) {
      assertThat(fetch(server)).isEqualTo("<a>\u00fc\u20ac</a>");
      assertThat(server.requests().getFirst().split("\r\n"))
          .contains("accept: application/samlmetadata+xml", "accept-encoding: identity");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301 Moved, redirects are not followed",
    "403 Forbidden, without signing in",
    "404 Not Found, no document at this URL",
    "429 Slow Down, try again",
    "500 Oops, open the URL in a browser",
    "204 No Content, expected 200"
  })
  void anyOtherStatusIsRefusedWithARemedy(String status, String words) throws Exception {
    try (var server = RawServer.answering(answer(status, "", ""))) {
      assertThat(refusal(server).getMessage())
          .contains("answered with status " + status.substring(0, 3))
          .contains(words);
    }
  }

  @Test
  void aDocumentOfTheLargestSizeIsTakenAndALargerOneRefused() throws Exception {
    String largest = "x".repeat(DocumentFetcher.MAX_BYTES);
    try (var server = RawServer.answering(answer("200 OK", "", largest))) {
      assertThat(fetch(server)).hasSize(DocumentFetcher.MAX_BYTES);
    }
    try (var server = RawServer.answering(answer("200 OK", "", largest + "x"))) {
      assertThat(refusal(server).getMessage()).contains("larger than 512 KiB");
    }
  }

  @Test
  void aCompressedDocumentIsRefused() throws Exception {
    try (var server = RawServer.answering(answer("200 OK", "Content-Encoding: gzip\r\n", "x"))) {
      assertThat(refusal(server).getMessage()).contains("compressed");
    }
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws Exception {
    try (var server = RawServer.answering(answer("200 OK", "", "\u00ff\u00fe"))) {
      assertThat(refusal(server).getMessage()).contains("not UTF-8");
    }
  }

  @Test
  void nobodyThereIsRefusedInPlainWords() throws Exception {
    int port;
    try (var closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> fetcher.fetch(FIELD, "http://localhost:" + port + "/", "*/*"));

    assertThat(problem.getMessage())
        .isEqualTo(FIELD + ": localhost did not accept the connection; check the URL");
  }
}
