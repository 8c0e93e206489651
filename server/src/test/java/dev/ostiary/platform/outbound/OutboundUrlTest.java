package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.platform.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlTest {
  private static final AddressPolicy CLOSED = new AddressPolicy(List.of(), List.of(), List::of);
  private static final AddressPolicy LOOPBACK_OPEN =
      new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of);

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, app.example.com, /",
    "https://app.example.com/hooks, app.example.com, /hooks",
    "HTTPS://App.Example.COM/Hooks?a=1&b=%20, app.example.com, /Hooks?a=1&b=%20",
    "https://app.example.com:443/x, app.example.com, /x",
    "https://app.example.com:8443/x, app.example.com:8443, /x",
    "https://app.example.com:1024/x, app.example.com:1024, /x",
    "https://app.example.com:65535/x, app.example.com:65535, /x",
    "https://xn--bcher-kva.example/x, xn--bcher-kva.example, /x",
    "https://a-b.c1.example.co.uk/a//b/../c;d=1, a-b.c1.example.co.uk, /a//b/../c;d=1",
    "https://1and1.example/, 1and1.example, /",
  })
  void aPublicHttpsUrlIsTaken(String text, String authority, String target) {
    OutboundUrl url = OutboundUrl.parse("url", text, CLOSED);

    assertThat(url.authority()).isEqualTo(authority);
    assertThat(url.target()).isEqualTo(target);
    assertThat(url).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "app.example.com/hooks",
        "/hooks",
        "//app.example.com/hooks",
        "https:app.example.com",
        "https://",
        "https:///hooks",
        "http://app.example.com/hooks",
        "ftp://app.example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://app.example.com/",
        "unix://app.example.com/",
        "https://user@app.example.com/",
        "https://user:password@app.example.com/",
        "https://@app.example.com/",
        "https://app.example.com/#part",
        "https://app.example.com/#",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://1.1.1.1/",
        "https://app.example.0x7f/",
        "https://app.example.1/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[2606:4700:4700::1111]/",
        "https://127.0.0.1%2f@app.example.com/",
        "https://127.0.0.1%00.app.example.com/",
        "https://1.1.1.1 &@127.0.0.1/",
        "https://app.example.com\\@127.0.0.1/",
        "https://app.example.com\t/",
        "https://app.example.com/\r\nx: y",
        "https://app.example.com/caf\u00e9",
        "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/",
        "https://app\u3002example\u3002com/",
        "https://localhost/",
        "https://LOCALHOST/",
        "https://foo.localhost/",
        "https://intranet/",
        "https://hooks.corp.internal/",
        "https://printer.local/",
        "https://nas.home.arpa/",
        "https://app_1.example.com/",
        "https://-app.example.com/",
        "https://app-.example.com/",
        "https://app..example.com/",
        "https://.example.com/",
        "https://app.example.com./",
        "https://app.example.com/%0d%0ax",
        "https://app.example.com/%00",
        "https://app.example.com:22/",
        "https://app.example.com:25/",
        "https://app.example.com:80/",
        "https://app.example.com:0/",
        "https://app.example.com:65536/",
        "https://app.example.com:99999999999/",
        "https://app.example.com:1023/",
        "https://unix%3A%2Fvar%2Frun%2Fdocker.sock/",
      })
  void everythingElseIsRefusedWithFieldFoundAndExpected(String text) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> OutboundUrl.parse("url", text, CLOSED));

    assertThat(problem).isNotNull();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID_ARGUMENT);
    assertThat(problem.violations())
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.field()).isEqualTo("url");
          assertThat(violation.description()).contains("expected ");
        });
  }

  @Test
  void aUrlOfMoreThanTheLimitIsRefusedAndOneOfTheLimitIsTaken() {
    String start = "https://app.example.com/";
    String longest = start + "a".repeat(OutboundUrl.MAX_LENGTH - start.length());

    assertThatCode(() -> OutboundUrl.parse("url", longest, CLOSED)).doesNotThrowAnyException();
    Problem problem =
        catchThrowableOfType(Problem.class, () -> OutboundUrl.parse("url", longest + "a", CLOSED));
    assertThat(problem.getMessage()).contains("2049").contains("2048");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:3000/hooks",
        "http://127.0.0.1:3000/hooks",
        "http://127.0.0.1/hooks",
        "https://127.0.0.1:81/hooks",
        "http://[::1]:3000/hooks",
        "http://receiver:3000/",
        "https://hooks.corp.internal/",
      })
  void whereTheOperatorOpenedLoopbackDevelopmentUrlsAreTaken(String text) {
    assertThatCode(() -> OutboundUrl.parse("url", text, LOOPBACK_OPEN)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/",
        "https://10.0.0.1/",
        "https://8.8.8.8/",
        "http://169.254.169.254/latest",
        "http://[fd00::1]/",
        "http://127.1/",
        "http://2130706433/",
        "http://localhost:22/"
      })
  void otherAddressesStayClosedThere(String text) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> OutboundUrl.parse("url", text, LOOPBACK_OPEN));

    assertThat(problem).isNotNull();
  }

  @Test
  void theRefusalOfAnAddressTellsTheRemedy() {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> OutboundUrl.parse("url", "https://127.0.0.1/", CLOSED));

    assertThat(problem.getMessage())
        .isEqualTo(
            "url: found the IP address 127.0.0.1 as host, expected a DNS name; the operator of this"
                + " server can allow a private address with OSTIARY_OUTBOUND_ALLOW");
  }
}
