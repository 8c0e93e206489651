package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.outbound.OutboundRequest.Method;
import dev.ostiary.platform.outbound.OutboundResult.Answer;
import dev.ostiary.platform.outbound.OutboundResult.NoAnswer;
import dev.ostiary.platform.outbound.OutboundResult.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names are answered by the test here, so that they can lie and change their mind.
class OutboundAddressTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final AddressPolicy CLOSED = new AddressPolicy(List.of(), List.of(), List::of);
  private static final AddressPolicy LOOPBACK_OPEN =
      new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of);
  private static final AddressPolicy PRIVATE_OPEN =
      new AddressPolicy(List.of(Cidr.parse("10.0.0.0/8")), List.of(), List::of);

  private static Function<String, CompletableFuture<List<InetAddress>>> always(
      String... addresses) {
    List<InetAddress> answer = Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    return name -> CompletableFuture.completedFuture(answer);
  }

  private static OutboundClient client(
      AddressPolicy policy, Function<String, CompletableFuture<List<InetAddress>>> names) {
    return new OutboundClient(policy, "Test/1.0", List.of(), names, () -> {});
  }

  private static OutboundRequest get(OutboundUrl url) {
    return new OutboundRequest(
        Method.GET, url, OutboundHeaders.NONE, new byte[0], Duration.ofSeconds(10), 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "http"})
  void loopbackIsRefusedWhereItWasNotOpenedAndNobodyConnects(String scheme) throws Exception {
    try (var server = RawServer.answering(OK);
        var client = client(PRIVATE_OPEN, always("127.0.0.1"))) {
      var url = client.parse("url", scheme + "://app.example.com:" + server.port() + "/");
      var result = (NoAnswer) client.send(get(url));

      assertThat(result.reason()).isEqualTo(Reason.BLOCKED_ADDRESS);
      assertThat(result.message()).contains("app.example.com").doesNotContain("127.0.0.1");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void loopbackIsReachedWhereItWasOpened() throws Exception {
    try (var server = RawServer.answering(OK);
        var client = client(LOOPBACK_OPEN, always("127.0.0.1"))) {
      var url = client.accept("url", "http://app.example.com:" + server.port() + "/");

      assertThat(client.send(get(url))).isInstanceOf(Answer.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void anAddressAsHostIsVettedAgainWhenConnecting() throws Exception {
    // The URL was taken under an earlier policy that was more generous.
    try (var server = RawServer.answering(OK);
        var client = client(PRIVATE_OPEN, always("127.0.0.1"))) {
      for (String host : List.of("127.0.0.1", "[::1]")) {
        var url = OutboundUrl.parse("url", "http://" + host + ":" + server.port(), LOOPBACK_OPEN);
        var result = (NoAnswer) client.send(get(url));

        assertThat(result.reason()).isEqualTo(Reason.BLOCKED_ADDRESS);
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aNameThatTurnsPrivateAfterItWasSavedIsRefusedWhenConnecting() throws Exception {
    var answers = new ConcurrentLinkedQueue<>(List.of("93.184.216.34", "127.0.0.1", "10.0.0.1"));
    try (var server = RawServer.answering(OK);
        var client =
            client(
                CLOSED,
                name ->
                    CompletableFuture.completedFuture(
                        List.of(InetAddress.ofLiteral(answers.remove()))))) {
      var url = client.accept("url", "https://rebind.example.com:" + server.port() + "/");

      for (int i = 0; i < 2; i++) {
        var result = (NoAnswer) client.send(get(url));
        assertThat(result.reason()).isEqualTo(Reason.BLOCKED_ADDRESS);
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void oneBlockedAddressAmongPublicOnesRefusesAll() throws Exception {
    try (var client = client(CLOSED, always("93.184.216.34", "10.0.0.1"))) {
      Problem problem =
          catchThrowableOfType(
              Problem.class, () -> client.accept("url", "https://mixed.example.com/"));
      assertThat(problem.getMessage())
          .contains("mixed.example.com leads to a blocked address")
          .contains("OSTIARY_OUTBOUND_ALLOW")
          .doesNotContain("10.0.0.1");

      var result = (NoAnswer) client.send(get(client.parse("url", "https://mixed.example.com/")));
      assertThat(result.reason()).isEqualTo(Reason.BLOCKED_ADDRESS);
    }
    try (var client = client(CLOSED, always("93.184.216.34", "93.184.216.35"))) {
      assertThatCode(() -> client.accept("url", "https://public.example.com/"))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aProxyThatTheMachineNamesIsNotUsed() throws Exception {
    try (var proxy = RawServer.answering(OK);
        var server = RawServer.answering(OK)) {
      Map<String, String> settings =
          Map.of(
              "http.proxyHost", "127.0.0.1",
              "http.proxyPort", Integer.toString(proxy.port()),
              "http.nonProxyHosts", "");
      settings.forEach(System::setProperty);
      try (var client = client(LOOPBACK_OPEN, always("127.0.0.1"))) {
        var url = client.parse("url", "http://app.example.com:" + server.port() + "/");

        assertThat(client.send(get(url))).isInstanceOf(Answer.class);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(proxy.connections()).isZero();
      } finally {
        settings.keySet().forEach(System::clearProperty);
      }
    }
  }

  @Test
  void plainHttpNeedsAddressesThatTheOperatorOpened() throws Exception {
    try (var client = client(LOOPBACK_OPEN, always("93.184.216.34"))) {
      Problem problem =
          catchThrowableOfType(
              Problem.class, () -> client.accept("url", "http://app.example.com/"));
      assertThat(problem.getMessage()).contains("https and a public DNS name");
      assertThat(
              ((NoAnswer) client.send(get(client.parse("url", "http://app.example.com/"))))
                  .reason())
          .isEqualTo(Reason.BLOCKED_ADDRESS);

      assertThatCode(() -> client.accept("url", "https://app.example.com/"))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aPrivateNameNeedsAddressesThatTheOperatorOpened() {
    try (var client = client(LOOPBACK_OPEN, always("93.184.216.34"))) {
      assertThat(
              catchThrowableOfType(Problem.class, () -> client.accept("url", "https://intranet/")))
          .isNotNull();
    }
    try (var client = client(LOOPBACK_OPEN, always("127.0.0.1"))) {
      assertThatCode(() -> client.accept("url", "https://intranet/")).doesNotThrowAnyException();
    }
  }

  @Test
  void aNameThatDoesNotResolveMayBeSavedButHasNoAnswer() {
    Function<String, CompletableFuture<List<InetAddress>>> nowhere =
        name -> CompletableFuture.failedFuture(new UnknownHostException(name));
    try (var client = client(CLOSED, nowhere)) {
      OutboundUrl url = client.accept("url", "https://not-yet.example.com/");

      var result = (NoAnswer) client.send(get(url));
      assertThat(result.reason()).isEqualTo(Reason.DNS);
      assertThat(result.message()).contains("not-yet.example.com");
    }
    try (var client = client(LOOPBACK_OPEN, nowhere)) {
      assertThat(
              catchThrowableOfType(Problem.class, () -> client.accept("url", "http://receiver/")))
          .hasMessageContaining("could not be resolved");
    }
  }

  @Test
  void aLookupThatNeverEndsCountsAgainstTheDeadline() {
    try (var client = client(CLOSED, name -> new CompletableFuture<>())) {
      var request =
          new OutboundRequest(
              Method.GET,
              client.parse("url", "https://slow.example.com/"),
              OutboundHeaders.NONE,
              new byte[0],
              Duration.ofMillis(300),
              100);

      assertThat(((NoAnswer) client.send(request)).reason()).isEqualTo(Reason.TIMEOUT);
    }
  }

  @Test
  void localhostIsFoundWithoutANameServer() throws Exception {
    try (var names = new NameLookup()) {
      assertThat(names.addresses("localhost").get())
          .extracting(InetAddress::getHostAddress)
          .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
    }
  }
}
