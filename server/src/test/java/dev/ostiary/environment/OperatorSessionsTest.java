package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How operators come in, stay, and go.
class OperatorSessionsTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SettableClock clock = SettableClock.at("2026-03-01T08:00:00Z");
  private final RandomText text = new RandomText(RANDOM);
  private Database database;
  private EnvironmentId environment;
  private EnvironmentId other;
  private Staff staff;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(clock, 1);
    Environments environments = new Environments(database, ids);
    environment = environments.create("Here", URI.create("https://here.example")).id();
    other = environments.create("There", URI.create("https://there.example")).id();
    staff = Staff.assemble(database, ids, clock, sealer(MasterKey.generate(RANDOM)), text);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Sealer sealer(MasterKey key) {
    return new Sealer(key, RANDOM);
  }

  private OperatorSessions.Opened signIn() {
    return staff.sessions().open(environment, staff.sessions().firstLink(), "Ada");
  }

  @Test
  void theFirstLinkMakesTheOwner() {
    OperatorSessions.Opened opened = signIn();

    assertThat(opened.operator().name()).isEqualTo("Ada");
    assertThat(opened.operator().role()).isEqualTo(OperatorRole.OWNER);
    assertThat(staff.sessions().find(environment, opened.token())).contains(opened.operator());
  }

  @Test
  void aLaterLinkFromTheTerminalIsTheFirstOwners() {
    Operator owner = signIn().operator();

    assertThat(signIn().operator()).isEqualTo(owner);
    assertThat(staff.operators().list(environment)).hasSize(1);
  }

  @Test
  void aLinkWorksOnce() {
    Secret link = staff.sessions().firstLink();
    assertThat(staff.sessions().isGood(environment, link)).isTrue();
    staff.sessions().open(environment, link, "Ada");

    assertThatThrownBy(() -> staff.sessions().open(environment, link, "Eve"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("used already");
  }

  @Test
  void aUsedLinkIsSeenToBeUsed() {
    Secret link = staff.sessions().firstLink();
    staff.sessions().open(environment, link, "Ada");

    assertThat(staff.sessions().isGood(environment, link)).isFalse();
  }

  @Test
  void aNewLinkEndsTheEarlierOnes() {
    signIn();
    Operator bob = staff.operators().create(environment, "Bob", OperatorRole.ADMIN);
    Secret earlier = staff.sessions().invite(environment, bob.id());
    clock.advance(Duration.ofSeconds(1));
    Secret later = staff.sessions().invite(environment, bob.id());

    assertThat(staff.sessions().isGood(environment, earlier)).isFalse();
    assertThatThrownBy(() -> staff.sessions().open(environment, earlier, ""))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a newer one");
    assertThat(staff.sessions().isGood(environment, later)).isTrue();
    assertThat(staff.sessions().open(environment, later, "").operator()).isEqualTo(bob);
  }

  @Test
  void aLaterLinkOfTheTerminalEndsAnEarlierOneWhenItIsUsed() {
    Secret earlier = staff.sessions().firstLink();
    clock.advance(Duration.ofSeconds(1));
    signIn();

    assertThat(staff.sessions().isGood(environment, earlier)).isFalse();
    assertThatThrownBy(() -> staff.sessions().open(environment, earlier, "Eve"))
        .isInstanceOf(Problem.class);
  }

  @Test
  void aLinkEndsWithItsTime() {
    Secret link = staff.sessions().firstLink();
    clock.advance(LoginLink.LIFETIME.minusSeconds(1));
    assertThat(staff.sessions().isGood(environment, link)).isTrue();

    clock.advance(Duration.ofSeconds(1));

    assertThat(staff.sessions().isGood(environment, link)).isFalse();
    assertThatThrownBy(() -> staff.sessions().open(environment, link, "Ada"))
        .isInstanceOf(Problem.class);
  }

  @Test
  void aLinkThatWeDidNotMakeIsNone() {
    Secret foreign =
        LoginLink.of(null, clock.instant(), LoginLink.LIFETIME)
            .seal(sealer(MasterKey.generate(RANDOM)), text);

    assertThat(staff.sessions().isGood(environment, foreign)).isFalse();
    assertThat(staff.sessions().isGood(environment, new Secret("nonsense"))).isFalse();
    assertThat(staff.sessions().isGood(environment, new Secret("_!"))).isFalse();
  }

  @Test
  void aSessionEndsWhenNobodyUsesIt() {
    Secret token = signIn().token();
    clock.advance(OperatorSessions.IDLE.minusSeconds(1));
    assertThat(staff.sessions().find(environment, token)).isPresent();
    clock.advance(OperatorSessions.IDLE.minusSeconds(1));
    assertThat(staff.sessions().find(environment, token)).as("used meanwhile").isPresent();

    clock.advance(OperatorSessions.IDLE);

    assertThat(staff.sessions().find(environment, token)).isEmpty();
  }

  @Test
  void aSessionEndsInAnyCase() {
    Secret token = signIn().token();
    Duration step = OperatorSessions.IDLE.minusSeconds(1);
    for (Duration t = step; t.compareTo(OperatorSessions.ABSOLUTE) < 0; t = t.plus(step)) {
      clock.advance(step);
      assertThat(staff.sessions().find(environment, token)).isPresent();
    }

    clock.advance(step);

    assertThat(staff.sessions().find(environment, token)).isEmpty();
  }

  @Test
  void signingOutEndsTheSessionOnTheServer() {
    Secret token = signIn().token();

    staff.sessions().close(environment, token);

    assertThat(staff.sessions().find(environment, token)).isEmpty();
  }

  @Test
  void aSessionIsOfOneEnvironment() {
    Secret token = signIn().token();

    assertThat(staff.sessions().find(other, token)).isEmpty();
  }

  @Test
  void anotherRoleOrTheEndOfAnOperatorEndsTheSessions() {
    signIn();
    Operator viewer = staff.operators().create(environment, "Bob", OperatorRole.VIEWER);
    Secret first = open(viewer);
    staff.operators().setRole(environment, viewer.id(), OperatorRole.ADMIN);
    assertThat(staff.sessions().find(environment, first)).isEmpty();
    Secret second = open(viewer);
    assertThat(staff.sessions().find(environment, second)).isPresent();

    staff.operators().delete(environment, viewer.id());

    assertThat(staff.sessions().find(environment, second)).isEmpty();
  }

  private Secret open(Operator operator) {
    Secret link = staff.sessions().invite(environment, operator.id());
    return staff.sessions().open(environment, link, "").token();
  }

  @Test
  void theLastOwnerStays() {
    Operator owner = signIn().operator();

    assertThatThrownBy(() -> staff.operators().delete(environment, owner.id()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("only owner");
    assertThatThrownBy(
            () -> staff.operators().setRole(environment, owner.id(), OperatorRole.VIEWER))
        .isInstanceOf(Problem.class);

    staff.operators().create(environment, "Bob", OperatorRole.OWNER);
    staff.operators().delete(environment, owner.id());
    assertThat(staff.operators().list(environment)).extracting(Operator::name).containsOnly("Bob");
  }
}
