package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import dev.ostiary.platform.outbound.OutboundRequest.Method;
import dev.ostiary.platform.outbound.OutboundResult.Answer;
import dev.ostiary.platform.outbound.OutboundResult.NoAnswer;
import dev.ostiary.platform.outbound.OutboundResult.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboundTlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final AddressPolicy LOOPBACK_OPEN =
      new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of);

  @TempDir static Path folder;
  private static TestCertificates certificates;
  private static Path good;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    good = certificates.selfSigned("good", "dns:localhost,ip:127.0.0.1");
  }

  private static RawServer server(Path keys) throws Exception {
    SSLContext context = TestCertificates.context(keys);
    Supplier<ServerSocket> listener =
        () -> {
          try {
            return context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return new RawServer(
        listener,
        (connection, out) -> {
          out.write(OK.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
          return true;
        });
  }

  private static OutboundResult get(String host, int port, X509Certificate... authorities) {
    try (var client = OutboundClient.start(LOOPBACK_OPEN, "Test/1.0", List.of(authorities))) {
      return client.send(
          new OutboundRequest(
              Method.GET,
              client.parse("url", "https://" + host + ":" + port + "/"),
              OutboundHeaders.NONE,
              new byte[0],
              Duration.ofSeconds(20),
              100));
    }
  }

  private static void tlsFails(OutboundResult result, String words) {
    assertThat(result)
        .isInstanceOfSatisfying(
            NoAnswer.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Reason.TLS);
              assertThat(failed.message()).contains(words);
            });
  }

  @Test
  void aCertificateIsBelievedWhenTheOperatorAddedItAndNotOtherwise() throws Exception {
    try (var server = server(good)) {
      X509Certificate added = TestCertificates.certificate(good);

      assertThat(get("localhost", server.port(), added)).isInstanceOf(Answer.class);
      assertThat(get("127.0.0.1", server.port(), added)).isInstanceOf(Answer.class);
      tlsFails(get("localhost", server.port()), "the certificate of localhost is not trusted");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    Path other = certificates.selfSigned("other", "dns:other.example.com");
    try (var server = server(other)) {
      X509Certificate added = TestCertificates.certificate(other);

      tlsFails(get("localhost", server.port(), added), "not for the host localhost");
      tlsFails(get("127.0.0.1", server.port(), added), "not for the host 127.0.0.1");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    Path expired =
        certificates.selfSigned("expired", "dns:localhost", "-startdate", "-10d", "-validity", "5");
    try (var server = server(expired)) {
      tlsFails(
          get("localhost", server.port(), TestCertificates.certificate(expired)),
          "the certificate of localhost has expired");
    }
  }

  @Test
  void aCertificateBelowAnAddedAuthorityIsBelieved() throws Exception {
    Path signed = certificates.signedByAuthority("fresh", "dns:localhost", "SHA256withRSA");
    try (var server = server(signed)) {
      X509Certificate root = TestCertificates.certificate(certificates.authorityOf(signed));

      assertThat(get("localhost", server.port(), root)).isInstanceOf(Answer.class);
      tlsFails(get("localhost", server.port()), "not trusted");
    }
  }

  @Test
  void aCertificateSignedWithSha1IsRefusedEvenBelowAnAddedAuthority() throws Exception {
    Path weak = certificates.signedByAuthority("weak", "dns:localhost", "SHA1withRSA");
    try (var server = server(weak)) {
      tlsFails(
          get(
              "localhost",
              server.port(),
              TestCertificates.certificate(certificates.authorityOf(weak))),
          "SHA1");
    }
  }

  @Test
  void aVersionOfTlsThatIsTooOldIsRefused() throws Exception {
    String random = "r".repeat(32);
    String hello = "\3\2" + random + "\0\u00c0\23\0"; // TLS 1.1, with a cipher of its time
    String handshake = "\2\0\0" + (char) hello.length() + hello;
    String record = "\26\3\2\0" + (char) handshake.length() + handshake;
    try (var server = RawServer.answering(record)) {
      tlsFails(get("localhost", server.port()), "TLS");

      assertThat(server.requests()).containsOnly("TLS");
    }
  }

  @Test
  void aPlainServerIsNotSpokenToWithoutTls() throws Exception {
    try (var server = RawServer.closingAfter("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      var result = (NoAnswer) get("localhost", server.port());

      assertThat(result.reason()).isEqualTo(Reason.TLS);
      assertThat(result.message()).contains("does not speak TLS");
      assertThat(server.requests()).containsOnly("TLS");
    }
  }

  @Test
  void http2IsSpokenWhereTheServerOffersIt() throws Exception {
    Server server =
        Server.builder()
            .https(0)
            .tls(TestCertificates.keys(good))
            .service(
                "/",
                (ctx, request) ->
                    HttpResponse.of(
                        HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, ctx.sessionProtocol().uriText()))
            .build();
    server.start().join();
    try {
      var answer =
          (Answer) get("localhost", server.activeLocalPort(), TestCertificates.certificate(good));

      assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("h2");
    } finally {
      server.stop().join();
    }
  }
}
