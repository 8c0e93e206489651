package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random changes of valid messages. Whatever comes of them, nothing but a verdict comes back, and
/// an accepted subject is the one that was signed.
class ResponseMutationTest {
  /// Enough for every run of the tests; a system property asks for more.
  private static final int COUNT = Integer.getInteger("saml.mutations", 1500);

  private static final List<String> PIECES =
      List.of(
          "evil",
          "<!---->",
          "<![CDATA[",
          "]]>",
          "<?x?>",
          "&#0;",
          "&amp;",
          " ID=\"_assertion\"",
          " xmlns=\"urn:x\"",
          " xmlns:saml=\"urn:x\"",
          "<saml:NameID>evil</saml:NameID>",
          "\0",
          ">",
          "<",
          "\"",
          "<ds:Object>",
          "</saml:Assertion>",
          "<saml:Assertion>",
          "\u2028",
          "\uFEFF");

  private final Acceptance here = Acceptance.here();

  @ParameterizedTest
  @EnumSource(names = {"RESPONSE", "ASSERTION", "BOTH"})
  void anAcceptedSubjectIsTheSignedOne(Draft.Signed signed) {
    Draft good = Draft.answer().signed(signed);
    here.accepts(good);
    Random random = new Random(signed.ordinal());

    for (int i = 0; i < COUNT; i++) {
      Draft changed = new Draft(mutated(good.xml(), random));
      if (here.verdict(changed) instanceof AcceptedAssertion accepted) {
        assertThat(accepted.subject().value()).as(changed.xml()).isEqualTo("alice");
        assertThat(accepted.attributes().single("email"))
            .as(changed.xml())
            .hasValue("alice@acme.test");
      }
    }
  }

  private static String mutated(String xml, Random random) {
    String changed = xml;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int from = random.nextInt(changed.length());
      int to = Math.min(changed.length(), from + random.nextInt(60));
      int place = random.nextInt(changed.length());
      changed =
          switch (random.nextInt(5)) {
            case 0 -> changed.substring(0, from) + changed.substring(to);
            case 1 ->
                changed.substring(0, place)
                    + changed.substring(from, to)
                    + changed.substring(place);
            case 2 -> changed.substring(0, place) + piece(random) + changed.substring(place);
            case 3 -> changed.substring(0, from) + piece(random) + changed.substring(to);
            default -> changed.replace("alice", "evil");
          };
      if (changed.isEmpty()) {
        return "<x/>";
      }
    }
    return changed;
  }

  private static String piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size()));
  }
}
