package dev.ostiary.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  private static final Profile PROFILE =
      new Profile("ada@example.com", true, Map.of("given_name", "Ada"), List.of("engines"));

  @Test
  void whatIsStoredIsReadAgain() {
    Identity identity =
        new Identity(
            new ConnectionId(1),
            new OrganizationId(2),
            "ada;1",
            PROFILE,
            Map.of("department", List.of("Analysis"), "sites", List.of("London", "Turin")),
            new Authentication(Instant.parse("2025-10-14T09:00:00.9Z"), "urn:mfa", List.of("pwd")),
            new UpstreamSession("s-1", Map.of("name_id", "alice")));

    assertThat(IdentityCodec.read(IdentityCodec.write(identity))).isEqualTo(identity);
    assertThat(identity.name()).isEqualTo("conn_1;ada;1");
    Identity bare = with("x", Map.of());
    assertThat(IdentityCodec.read(IdentityCodec.write(bare))).isEqualTo(bare);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sub",
        "Sub",
        "iss",
        "aud",
        "exp",
        "sid",
        "oid",
        "amr",
        "client_id",
        "roles",
        "permissions",
        "email",
        "email_verified",
        "name",
        "given_name",
        "family_name",
        "picture",
        "groups",
        "scope"
      })
  void aCustomAttributeCannotSpeakInOurName(String name) {
    assertThatThrownBy(() -> with("x", Map.of(name, List.of("v")))).isInstanceOf(Problem.class);
    assertThat(Identity.isReserved(name)).isTrue();
  }

  @Test
  void otherNamesAreFree() {
    assertThat(with("x", Map.of("department", List.of("v"))).attributes()).hasSize(1);
    assertThat(Identity.isReserved("department")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\u0000b"})
  void aSubjectIsAName(String subject) {
    assertThatThrownBy(() -> with(subject, Map.of())).isInstanceOf(Problem.class);
  }

  @Test
  void limitsAreKept() {
    assertThatThrownBy(() -> with("x".repeat(257), Map.of())).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> new Profile("no address", false, Map.of(), List.of()))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> new Profile(null, false, Map.of("sub", "x"), List.of()))
        .isInstanceOf(Problem.class);
    assertThat(new Profile(null, true, Map.of(), List.of()).emailVerified()).isFalse();
  }

  private static Identity with(String subject, Map<String, List<String>> attributes) {
    return new Identity(
        new ConnectionId(1),
        new OrganizationId(2),
        subject,
        new Profile(null, false, Map.of(), List.of()),
        attributes,
        new Authentication(Instant.parse("2025-10-14T09:00:00Z"), null, List.of()),
        null);
  }
}
