package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.platform.Json;
import dev.ostiary.token.Authentication;
import dev.ostiary.token.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which attribute of a provider becomes which claim.
class AttributeMappingTest {
  private static LoginWorld world;
  private static Connection oidc;
  private static Connection saml;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    oidc = world.simulated;
    saml =
        world.connection(world.organization, ConnectionProvider.IDP_SIMULATOR, ConnectionType.SAML);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email",
        "mail",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "urn:oid:0.9.2342.19200300.100.1.3"
      })
  void theUsualNamesAreKnown(String name) {
    Identity identity = map(saml, "u-1", "{\"" + name + "\":\"ada@example.com\"}");

    assertThat(identity.profile().email()).isEqualTo("ada@example.com");
    assertThat(identity.name()).isEqualTo(saml.id() + ";u-1");
  }

  @Test
  void aSamlSubjectThatIsAnAddressIsOne() {
    assertThat(map(saml, "ada@example.com", "{}").profile().email()).isEqualTo("ada@example.com");
    assertThatThrownBy(() -> map(oidc, "ada@example.com", "{}"))
        .isInstanceOfSatisfying(
            RejectedAnswer.class,
            rejected ->
                assertThat(rejected.error()).isEqualTo(LoginError.mandatory_attribute_missing));
  }

  /// Programs differ about what they mean, and whose domain it is.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ceo@victim.example\"@example.com",
        "ceo@victim.example@example.com",
        "ceo@victim.example\0@example.com",
        "=?utf-8?q?ceo=40victim.example=3e?=@example.com",
        "ceo@victim.example,ada@example.com",
        "<ada@example.com>",
        "ada@ex\u0430mple.com",
        "ada@[127.0.0.1]",
        "ada"
      })
  void anAddressThatIsReadInTwoWaysIsNone(String address) {
    String odd = Json.text(Json.object().put("email", address));
    ObjectNode both = Json.object();
    both.putArray("email").add(address).add("ada@example.com");

    for (Connection connection : List.of(oidc, saml)) {
      assertThatThrownBy(() -> map(connection, "u-1", odd))
          .isInstanceOfSatisfying(
              RejectedAnswer.class,
              rejected ->
                  assertThat(rejected.error()).isEqualTo(LoginError.mandatory_attribute_missing));
    }
    assertThatThrownBy(() -> map(saml, address, "{}"))
        .as("as the name of a person")
        .isInstanceOf(RejectedAnswer.class);
    assertThat(map(oidc, "u-1", Json.text(both)).profile().email()).isEqualTo("ada@example.com");
  }

  @Test
  void groupsMayBeOneOrMany() {
    String one = "{\"email\":\"a@example.com\",\"groups\":\"staff\"}";
    String many = "{\"email\":\"a@example.com\",\"memberOf\":[\"staff\",\"admins\"]}";

    assertThat(map(oidc, "1", one).profile().groups()).containsExactly("staff");
    assertThat(map(oidc, "1", many).profile().groups()).containsExactly("staff", "admins");
  }

  @Test
  void theConnectionsOwnMappingCountsAlone() {
    Connection mapped =
        world.connections.configure(
            world.environment.id(),
            world.organization,
            saml.id(),
            new ConfigChange()
                .attributeMapping(Map.of("email", "work_mail", "department", "ou", "sub", "evil")),
            LoginWorld.CAUSE);
    Identity identity =
        map(
            mapped,
            "1",
            "{\"work_mail\":\"a@example.com\",\"mail\":\"b@example.com\",\"ou\":\"R&D\",\"evil\":\"x\"}");

    assertThat(identity.profile().email()).isEqualTo("a@example.com");
    assertThat(identity.attributes()).isEqualTo(Map.of("department", List.of("R&D")));
    assertThat(identity.subject()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "\"false\"", "0", "\"1\"", "\"yes\""})
  void aProviderThatDoesNotSayTrueIsTakenAtItsWord(String said) {
    String claims = "{\"email\":\"ada@example.com\",\"email_verified\":" + said + "}";

    assertThat(map(oidc, "1", claims).profile().emailVerified()).isFalse();
    assertThat(map(oidc, "1", claims.replace(said, "true")).profile().emailVerified())
        .as("the control")
        .isTrue();
  }

  @Test
  void anAddressOfAnotherDomainIsNeverVerified() {
    String claims = "{\"email\":\"ceo@victim.example\",\"email_verified\":true}";

    assertThat(map(oidc, "1", claims).profile().emailVerified()).isFalse();
  }

  private static Identity map(Connection connection, String subject, String attributes) {
    return new AttributeMapping(connection, email -> email.endsWith("@example.com"))
        .identity(
            new ProviderProfile(
                subject,
                Json.parseObject(attributes),
                new Authentication(Instant.EPOCH, null, List.of()),
                null,
                null,
                null));
  }
}
