package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

/// An attacker has two genuine responses, one about alice and one about himself, and rearranges
/// their parts at will. Whatever comes of it, all that is accepted about a person was signed about
/// that person, in one piece; and OpenSAML says so too.
class ResponsePropertyTest {
  private static final Map<Draft.Signed, List<Draft>> GENUINE = new EnumMap<>(Draft.Signed.class);

  /// With the rules about shape, and with the signature check alone.
  private static final Map<Boolean, Acceptance> GATES =
      Map.of(true, Acceptance.here(), false, Acceptance.here().through((document, kind) -> {}));

  private static final OpenSaml OTHER = new OpenSaml(TestKeys.IDP);

  private record Person(String assertion, String name, List<String> email, List<String> groups) {
    static Person of(AcceptedAssertion accepted) {
      return new Person(
          accepted.id(),
          accepted.subject().value(),
          accepted.attributes().all("email"),
          accepted.attributes().all("groups"));
    }
  }

  private static final Set<Person> PEOPLE =
      Set.of(
          new Person("_assertion", "alice", List.of("alice@acme.test"), List.of("staff", "admins")),
          new Person("_2assertion", "mallory", List.of("mallory@acme.test"), List.of("staff")));

  private static List<Draft> genuine(Draft.Signed signed) {
    return GENUINE.computeIfAbsent(
        signed,
        what ->
            List.of(
                Draft.answer().signed(what),
                Draft.answer()
                    .replacing("alice", "mallory")
                    .replacing("\"_assertion\"", "\"_2assertion\"")
                    .replacing("\"_response\"", "\"_2response\"")
                    .replacing("<saml:AttributeValue>admins</saml:AttributeValue>", "")
                    .signed(what)));
  }

  @Provide
  static Arbitrary<Rearrangement> rearrangements() {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, 255);
    return Combinators.combine(
            Arbitraries.of(Rearrangement.Kind.class), place, place, Arbitraries.of(true, false))
        .as(Rearrangement::new);
  }

  @Property(tries = 16_000, edgeCases = EdgeCasesMode.NONE)
  void whatIsAcceptedWasSignedInOnePiece(
      @ForAll("rearrangements") Rearrangement first,
      @ForAll @Size(max = 3) List<@From("rearrangements") Rearrangement> more,
      @ForAll Signed what,
      @ForAll boolean gate) {
    List<Draft> both = genuine(Draft.Signed.valueOf(what.name()));
    Draft changed = first.apply(both.getFirst(), both.getLast());
    for (Rearrangement next : more) {
      changed = next.apply(changed, both.getLast());
    }
    ResponseVerdict verdict = GATES.get(gate).verdict(changed);

    if (verdict instanceof AcceptedAssertion accepted) {
      assertThat(PEOPLE).as(changed.xml()).contains(Person.of(accepted));
      if (gate) {
        assertThat(OTHER.subjects(changed))
            .as("OpenSAML of " + changed.xml())
            .containsExactly(accepted.subject().value());
      }
    }
    Statistics.label(gate ? "accepted by shape and signature" : "accepted by the signature alone")
        .collect(verdict instanceof AcceptedAssertion)
        .coverage(found -> found.check(true).percentage(share -> share > 0.5));
  }

  /// At least something is.
  enum Signed {
    RESPONSE,
    ASSERTION,
    BOTH
  }
}
