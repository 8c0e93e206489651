package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which of the things that a request says decides.
class ConnectionChooserTest {
  @Test
  void theMostPreciseSelectorCountsAlone() {
    String all =
        "connection_id=conn_7&organization_id=org_8&domain=a.example&login_hint=x%40b.example";

    assertThat(selector(all))
        .isEqualTo(new Selector.ByConnection(new ConnectionId(7), new OrganizationId(8)));
    assertThat(selector(all.replace("connection_id", "x")))
        .isEqualTo(new Selector.ByOrganization(new OrganizationId(8)));
    assertThat(selector("domain=A.Example&login_hint=x%40b.example"))
        .isEqualTo(new Selector.ByDomain("a.example", true));
    assertThat(selector("domain_hint=a.example&login_hint=x%40b.example"))
        .isEqualTo(new Selector.ByDomain("a.example", true));
    assertThat(selector("login_hint=x%40B.example"))
        .isEqualTo(new Selector.ByDomain("b.example", false));
    assertThat(selector("login_hint=x")).isEqualTo(new Selector.Nothing());
    assertThat(selector("")).isEqualTo(new Selector.Nothing());
  }

  @ParameterizedTest
  @CsvSource({
    "provider=google&connection_id=conn_7, invalid_connection_selector",
    "connection_id=x&organization_id=org_8, invalid_connection_id",
    "connection_id=conn_7&organization_id=x, invalid_organization_id",
    "organization_id=org_&domain=a.example, invalid_organization_id"
  })
  void aSelectorThatCannotBeIsNotReplacedByAVaguerOne(String query, LoginError error) {
    assertThatThrownBy(() -> selector(query))
        .isInstanceOfSatisfying(
            LoginRefusal.class, refusal -> assertThat(refusal.error()).isEqualTo(error));
  }

  private static Selector selector(String query) {
    return Selector.of(Parameters.of(query));
  }
}
