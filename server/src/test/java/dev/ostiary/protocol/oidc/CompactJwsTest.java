package dev.ostiary.protocol.oidc;

import static dev.ostiary.protocol.oidc.TestProvider.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The gate before every signed token: one token has one spelling.
class CompactJwsTest {
  private static final int MAX = 4096;
  private static final String HEAD = base64("{\"alg\":\"RS256\"}");
  private static final String BODY = base64("{\"sub\":\"ada\"}");

  /// 33 bytes: no spare bits. 32 bytes: two of the last character's bits are spare.
  private static final String EVEN = base64(new byte[33]);

  private static final String SPARE = base64(new byte[32]);

  @Test
  void aTokenIsReadAsItWasWritten() {
    CompactJws token = CompactJws.parse(HEAD + "." + BODY + "." + SPARE, MAX).orElseThrow();

    assertThat(token.header().toString()).isEqualTo("{\"alg\":\"RS256\"}");
    assertThat(token.claims().orElseThrow().path("sub").asText()).isEqualTo("ada");
    assertThat(token.signingInput())
        .isEqualTo((HEAD + "." + BODY).getBytes(StandardCharsets.US_ASCII));
    assertThat(token.signature()).isEqualTo(new byte[32]);
  }

  @Test
  void whatIsNoClaimsIsNotReadAsSuch() {
    for (String payload : new String[] {"[]", "7", "{\"a\":1,\"a\":2}", "{}x", "{", "\"text\""}) {
      assertThat(
              CompactJws.parse(HEAD + "." + base64(payload) + "." + EVEN, MAX)
                  .orElseThrow()
                  .claims())
          .as(payload)
          .isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void otherSpellingsAreRefused(String name, String text) {
    assertThat(CompactJws.parse(text, MAX)).isEmpty();
  }

  static Stream<Arguments> otherSpellingsAreRefused() {
    String good = HEAD + "." + BODY + "." + SPARE;
    String padded =
        Base64.getUrlEncoder()
            .encodeToString("{\"alg\":\"RS256\"}x".getBytes(StandardCharsets.US_ASCII));
    return Stream.of(
        arguments("nothing", ""),
        arguments("dots", ".."),
        arguments("one part", HEAD),
        arguments("two parts", HEAD + "." + BODY),
        arguments("two parts and a dot", HEAD + "." + BODY + "."),
        arguments("four parts", good + "." + EVEN),
        arguments("five parts", good + "." + EVEN + "." + EVEN),
        arguments("no header", "." + BODY + "." + SPARE),
        arguments("no payload", HEAD + ".." + SPARE),
        arguments("a dot before", "." + good),
        arguments("a space before", " " + good),
        arguments("a line end behind", good + "\n"),
        arguments("a line end within", HEAD + "\n." + BODY + "." + SPARE),
        arguments("a tab within", HEAD + ".\t" + BODY + "." + SPARE),
        arguments("a NUL behind", good + "\0"),
        arguments("padding", good + "="),
        arguments("padding of the header", padded + "." + BODY + "." + SPARE),
        arguments("percent-encoded padding", good + "%3D"),
        arguments("the other alphabet", HEAD + "." + BODY + ".++//"),
        arguments("both alphabets", HEAD + "." + BODY + ".-_+/"),
        arguments("letters beyond ASCII", HEAD + "." + BODY + ".\u0430\u0431\u0432\u0433"),
        arguments("digits of another script", HEAD + "." + BODY + ".\u0661\u0661\u0661\u0661"),
        arguments("full-width letters", HEAD + "." + BODY + ".\uff21\uff21\uff21\uff21"),
        arguments("a length that no bytes have", HEAD + "." + BODY + ".AAAAA"),
        arguments("spare bits set", HEAD + "." + BODY + "." + SPARE.substring(0, 42) + "B"),
        arguments(
            "spare bits of the header", base64("{}").substring(0, 2) + "1." + BODY + "." + SPARE),
        arguments("JSON form", "{\"payload\":\"" + BODY + "\"}"),
        arguments("a header that is a list", base64("[]") + "." + BODY + "." + SPARE),
        arguments("a header that is a text", base64("\"RS256\"") + "." + BODY + "." + SPARE),
        arguments(
            "a member twice",
            base64("{\"alg\":\"none\",\"alg\":\"RS256\"}") + "." + BODY + "." + SPARE),
        arguments(
            "a member twice, once escaped",
            base64("{\"alg\":\"none\",\"\\u0061lg\":\"RS256\"}") + "." + BODY + "." + SPARE),
        arguments(
            "a comment in the header",
            base64("{\"alg\":\"RS256\"/**/}") + "." + BODY + "." + SPARE),
        arguments(
            "text behind the header", base64("{\"alg\":\"RS256\"}{}") + "." + BODY + "." + SPARE),
        arguments("a header cut off", base64("{\"alg\":\"RS256\"") + "." + BODY + "." + SPARE),
        arguments(
            "a header that is not UTF-8",
            base64(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})
                + "."
                + BODY
                + "."
                + SPARE),
        arguments(
            "a header in UTF-16",
            base64("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_16))
                + "."
                + BODY
                + "."
                + SPARE),
        arguments(
            "a deep header",
            base64("{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}") + "." + BODY + "." + SPARE),
        arguments("too long", good + "A".repeat(MAX)));
  }

  /// A lenient reader would pass over some of these and see the same token.
  @Test
  void everyCharacterCounts() {
    String good = HEAD + "." + BODY + "." + SPARE;
    for (int i = 0; i < good.length(); i++) {
      for (char other : new char[] {' ', '=', '+', '/', '%', '\u00e9'}) {
        String altered = good.substring(0, i) + other + good.substring(i + 1);
        assertThat(CompactJws.parse(altered, MAX)).as(altered).isEmpty();
      }
    }
    assertThat(CompactJws.parse(good, MAX)).isPresent();
  }
}
