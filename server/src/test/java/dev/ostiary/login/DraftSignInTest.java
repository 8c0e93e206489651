package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Drafts;
import dev.ostiary.connection.OidcChange;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.connection.Versions;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.OidcProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A connection in use is to move from one provider to another: the draft is tested at the new one
/// while everybody goes on signing in through the old one.
class DraftSignInTest {
  private static LoginWorld world;
  private static OidcProvider old;
  private static OidcProvider next;
  private static Drafts drafts;

  private Connection connection;
  private Versions versions;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    old = new OidcProvider(world.clock);
    next = new OidcProvider(world.clock);
    drafts = world.connections.drafts();
  }

  @AfterAll
  static void stop() {
    old.close();
    next.close();
    world.close();
  }

  @BeforeEach
  void draft() {
    connection = world.connection(ConnectionType.OIDC, to(old));
    versions = propose(connection.configuration().revision(), to(next));
  }

  private static ConfigChange to(OidcProvider provider) {
    return ConfigChange.of(
        new OidcChange()
            .issuer(provider.issuer())
            .authorizeUri(provider.issuer() + "/authorize")
            .tokenUri(provider.issuer() + "/token")
            .jwksUri(provider.issuer() + "/jwks")
            .clientId(OidcProvider.CLIENT)
            .clientSecret("correct horse battery staple"));
  }

  private Versions propose(long seen, ConfigChange change) {
    return drafts.propose(
        world.environment.id(), world.organization, connection.id(), seen, change);
  }

  private long drafted() {
    return versions.edited().configuration().revision();
  }

  private URI testOf(Versions of) {
    return URI.create(
        SpUrls.of(world.environment.url(), connection).test(of.edited().configuration()));
  }

  private URI signIn(Browser browser) {
    Map<String, String> request = world.request();
    request.put("connection_id", connection.id().toString());
    return browser.get(world.authorizeUrl(request)).location();
  }

  private List<LoginStatus> tests(long revision) {
    return world.logins.records().tests(world.environment.id(), connection.id(), revision).stream()
        .map(Login::status)
        .toList();
  }

  @Test
  void theTestGoesByTheDraftAndEverybodyElseByWhatIsInUse() {
    Browser admin = new Browser();
    URI toNext = admin.get(testOf(versions)).location();
    Browser person = new Browser();
    URI toOld = signIn(person);

    Page result = admin.get(next.signIn(toNext));
    Page end = person.get(old.signIn(toOld));

    assertThat(toNext.toString()).startsWith(next.issuer());
    assertThat(toOld.toString()).startsWith(old.issuer());
    assertThat(result.body()).contains("The connection works");
    assertThat(end.parameters()).containsKey("code");
    assertThat(tests(drafted())).containsExactly(LoginStatus.SUCCESS);
    assertThat(tests(connection.configuration().revision())).isEmpty();
  }

  @Test
  void afterTheExchangeEverybodyGoesByTheDraftAndItsTestCounts() {
    Browser admin = new Browser();
    admin.get(next.signIn(admin.get(testOf(versions)).location()));
    drafts.adopt(world.environment.id(), world.organization, connection.id(), drafted());

    Browser person = new Browser();
    URI toNext = signIn(person);

    assertThat(toNext.toString()).startsWith(next.issuer());
    assertThat(person.get(next.signIn(toNext)).parameters()).containsKey("code");
    assertThat(tests(drafted())).containsExactly(LoginStatus.SUCCESS);
  }

  @Test
  void aTestOfADraftThatWasChangedMeanwhileDoesNotCount() {
    Browser admin = new Browser();
    URI toNext = admin.get(testOf(versions)).location();
    long changed =
        propose(drafted(), ConfigChange.of(new OidcChange().clientId("another")))
            .edited()
            .configuration()
            .revision();

    Page result = admin.get(next.signIn(toNext));

    assertThat(result.body()).contains("does not work yet").contains("during the test");
    assertThat(tests(changed)).isEmpty();
    assertThat(tests(drafted())).containsExactly(LoginStatus.FAILURE);
  }

  @Test
  void aDraftThatWasThrownAwayCannotBeTested() {
    URI test = testOf(versions);
    drafts.discard(world.environment.id(), world.organization, connection.id());

    assertThat(new Browser().get(test).status()).isEqualTo(400);
    assertThat(new Browser().get(URI.create(test + "9")).status()).isEqualTo(400);
    assertThat(new Browser().get(URI.create(test.toString().replaceAll("=.*", "=x"))).status())
        .isEqualTo(400);
  }

  @Test
  void whoIsOnTheWayWhenTheExchangeComesIsJudgedByWhatIsInUseThen() {
    Browser person = new Browser();
    URI toOld = signIn(person);
    drafts.adopt(world.environment.id(), world.organization, connection.id(), drafted());

    assertThat(person.get(old.signIn(toOld)).parameters())
        .as("the old provider does not answer for the new one")
        .containsKey("error");
  }

  @Test
  void aReportSetsWhatCameBesideWhatWasExpected() {
    Browser admin = new Browser();
    admin.get(next.signIn(admin.get(testOf(versions)).location()));
    Login test =
        world.logins.records().tests(world.environment.id(), connection.id(), drafted()).getFirst();

    TestReport report = TestReport.of(versions.edited(), test);

    assertThat(report.expected())
        .containsExactly(
            new TestReport.Line("email", true, "email", "ada@example.com"),
            new TestReport.Line("given_name", false, "given_name", "Ada"),
            new TestReport.Line("family_name", false, "family_name", ""));
    assertThat(report.others()).extracting(TestReport.Line::name).contains("sub");
  }
}
