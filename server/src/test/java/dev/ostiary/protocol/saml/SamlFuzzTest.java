package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import dev.ostiary.platform.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a stranger sends is answered by a verdict or a refusal, and by no other exception.
class SamlFuzzTest {
  /// Longer than each of the seeds, which are cut off otherwise.
  private static final int MAX = 20_000;

  private static final Path METADATA = Path.of("src", "test", "resources", "saml", "metadata");

  private static final Acceptance HERE = Acceptance.here();
  private static final LogoutVerifier LOGOUT =
      new LogoutVerifier(HERE.expectation().idp(), Draft.SP + "/slo", Expectation.DEFAULT_SKEW);

  static Stream<String> responses() {
    TestEncryption encryption = TestEncryption.gcm(TestKeys.SP.pair().getPublic());
    return Stream.concat(
            Arrays.stream(Draft.Signed.values()).map(signed -> Draft.answer().signed(signed)),
            Stream.of(Draft.answer().signed(Draft.Signed.ASSERTION).encrypted(encryption)))
        .map(Draft::xml);
  }

  @MethodSource("responses")
  @FuzzTest(maxDuration = "2m")
  void responses(@NotNull @WithUtf8Length(max = MAX) String xml) {
    if (HERE.verdict(new Draft(xml)) instanceof AcceptedAssertion accepted) {
      assertThat(accepted.subject().value()).isEqualTo("alice");
      assertThat(accepted.attributes().all("email")).containsExactly("alice@acme.test");
    }
  }

  static Stream<String> logoutQueries() {
    var message = new LogoutMessage("_logout", Acceptance.NOW, LOGOUT.logoutUrl(), Draft.IDP);
    NameId alice = NameId.of("alice", NameIdFormat.PERSISTENT);
    return Stream.of(
            message.request(Binding.REDIRECT, alice, "s", "state", TestKeys.IDP.spKey()),
            message.response(Binding.REDIRECT, "_ours", null, TestKeys.IDP.spKey()))
        .map(sent -> ((OutgoingMessage.Redirect) sent).url())
        .map(url -> url.substring(url.indexOf('?') + 1));
  }

  @MethodSource("logoutQueries")
  @FuzzTest(maxDuration = "2m")
  void logoutQueries(@NotNull @WithUtf8Length(max = MAX) String query) {
    if (LOGOUT.verifyRedirect(query, Acceptance.NOW) instanceof LogoutVerdict.Requested request) {
      assertThat(request.subject().value()).isEqualTo("alice");
    }
  }

  static List<String> metadata() throws IOException {
    try (Stream<Path> files = Files.walk(METADATA)) {
      return files
          .filter(file -> file.toString().endsWith(".xml"))
          .sorted()
          .map(SamlFuzzTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @MethodSource("metadata")
  @FuzzTest(maxDuration = "2m")
  void metadata(@NotNull @WithUtf8Length(max = MAX) String xml) {
    try {
      IdpMetadata read = new IdpMetadataReader("metadata").read(xml, Acceptance.NOW);
      assertThat(read.signing()).isNotEmpty();
      assertThat(read.ssoUrl()).matches("https?://.+");
    } catch (Problem refused) {
      assertThat(refused).hasMessageNotContaining("Exception");
    }
  }
}
