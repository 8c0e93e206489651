package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.Authenticator;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How operators make passkeys, come in by them, and lose them.
class PasskeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String HERE = "https://here.example";

  private final SettableClock clock = SettableClock.at("2026-03-01T08:00:00Z");
  private final Authenticator laptop = new Authenticator(HERE);
  private Database database;
  private Environments environments;
  private Environment here;
  private Staff staff;
  private Passkeys passkeys;
  private OperatorSessions.Opened ada;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(clock, 1);
    environments = new Environments(database, ids);
    here = environments.create("Here", URI.create(HERE));
    Sealer sealer = new Sealer(MasterKey.generate(RANDOM), RANDOM);
    staff = Staff.assemble(database, ids, clock, sealer, new RandomText(RANDOM));
    passkeys = staff.passkeys();
    ada = staff.sessions().open(here.id(), staff.sessions().firstLink(), "Ada");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Passkey register(Operator operator, Authenticator authenticator) {
    return answer(operator, authenticator, passkeys.beginRegistration(here, operator));
  }

  private Passkey answer(Operator operator, Authenticator authenticator, Passkeys.Begun begun) {
    var answer = authenticator.create(begun.options());
    return passkeys.register(here, operator, begun.challenge(), answer::get, "Laptop");
  }

  private Passkeys.SignIn signIn(Authenticator authenticator) {
    return answer(authenticator, passkeys.beginSignIn(here));
  }

  private Passkeys.SignIn answer(Authenticator authenticator, Passkeys.Begun begun) {
    return signIn(begun.challenge(), authenticator.get(begun.options()));
  }

  private Passkeys.SignIn signIn(Secret challenge, Map<String, String> answer) {
    return passkeys.signIn(here, challenge, answer::get);
  }

  private OperatorSessions.Opened opened(Passkeys.SignIn signIn) {
    return ((Passkeys.SignIn.Opened) signIn).session();
  }

  private static void isRefused(ThrowingCallable attempt, String reason) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED))
        .hasMessageContaining(reason);
  }

  @Test
  void aPasskeyLetsItsOwnerIn() {
    Operator bob = staff.operators().create(here.id(), "Bob", OperatorRole.VIEWER);
    register(ada.operator(), new Authenticator(HERE));
    register(bob, laptop);

    OperatorSessions.Opened session = opened(signIn(laptop.counting(2)));

    assertThat(session.operator()).isEqualTo(bob);
    assertThat(staff.sessions().find(here.id(), session.token())).contains(bob);
  }

  @Test
  void itIsKnownWhenItWasMadeAndUsed() {
    Passkey made = register(ada.operator(), laptop);
    assertThat(passkeys.list(ada.operator())).containsExactly(made);
    assertThat(made.createTime()).isEqualTo(clock.instant());
    assertThat(made.lastUsedTime()).isNull();

    clock.advance(Duration.ofDays(3));
    signIn(laptop.counting(2));

    assertThat(passkeys.get(ada.operator(), made.id()).lastUsedTime()).isEqualTo(clock.instant());
  }

  @Test
  void anAnswerIsTakenOnce() {
    register(ada.operator(), laptop.counting(0));
    Passkeys.Begun begun = passkeys.beginSignIn(here);
    Map<String, String> assertion = laptop.get(begun.options());
    opened(signIn(begun.challenge(), assertion));

    isRefused(() -> signIn(begun.challenge(), assertion), "answered before");
    opened(signIn(laptop));
  }

  @Test
  void aPasskeyIsMadeOncePerChallenge() {
    Passkeys.Begun begun = passkeys.beginRegistration(here, ada.operator());
    answer(ada.operator(), laptop, begun);

    isRefused(() -> answer(ada.operator(), new Authenticator(HERE), begun), "answered before");
  }

  @Test
  void aChallengeLastsFiveMinutes() {
    register(ada.operator(), laptop);
    Passkeys.Begun begun = passkeys.beginSignIn(here);
    clock.advance(PasskeyChallenge.LIFETIME.minusSeconds(1));
    opened(answer(laptop.counting(2), begun));
    Passkeys.Begun another = passkeys.beginSignIn(here);

    clock.advance(PasskeyChallenge.LIFETIME);

    isRefused(() -> answer(laptop.counting(3), another), "expired");
  }

  @Test
  void anotherBrowsersChallengeIsRefused() {
    register(ada.operator(), laptop);
    Passkeys.Begun attackers = passkeys.beginSignIn(here);
    Passkeys.Begun victims = passkeys.beginSignIn(here);
    Map<String, String> stolen = laptop.counting(2).get(victims.options());

    isRefused(() -> signIn(attackers.challenge(), stolen), "another browser");
    isRefused(() -> signIn(new Secret("made-up"), stolen), "another browser");
    opened(signIn(victims.challenge(), stolen));
  }

  @Test
  void aChallengeServesOneCeremonyOfOneOperator() {
    Operator bob = staff.operators().create(here.id(), "Bob", OperatorRole.VIEWER);
    register(ada.operator(), laptop);
    Passkeys.Begun registration = passkeys.beginRegistration(here, ada.operator());

    isRefused(() -> answer(laptop.counting(2), registration), "another browser");
    isRefused(() -> answer(bob, new Authenticator(HERE), registration), "another browser");
    isRefused(
        () -> answer(ada.operator(), new Authenticator(HERE), passkeys.beginSignIn(here)),
        "another browser");
    answer(ada.operator(), new Authenticator(HERE), registration);
  }

  @Test
  void aCounterThatWentBackLetsNobodyIn() {
    Passkey passkey = register(ada.operator(), laptop);
    opened(signIn(laptop.counting(5)));

    assertThat(signIn(laptop.counting(5)))
        .isEqualTo(new Passkeys.SignIn.CounterWentBack(ada.operator(), passkey.id()));
    assertThat(signIn(laptop.counting(4)))
        .isEqualTo(new Passkeys.SignIn.CounterWentBack(ada.operator(), passkey.id()));
    opened(signIn(laptop.counting(6)));
  }

  @Test
  void aPasskeyIsOfWhomItSays() {
    Operator bob = staff.operators().create(here.id(), "Bob", OperatorRole.VIEWER);
    Authenticator phone = new Authenticator(HERE);
    register(ada.operator(), laptop);
    register(bob, phone);
    byte[] handleOfBob =
        Base64.getUrlDecoder()
            .decode(phone.get(passkeys.beginSignIn(here).options()).get("userHandle"));

    isRefused(() -> signIn(laptop.counting(2).saysThatItIsOf(handleOfBob)), "never was one");
  }

  @Test
  void theUserHandleTellsNothingAndStays() {
    String first = handle(ada.operator());
    Operator bob = staff.operators().create(here.id(), "Bob", OperatorRole.VIEWER);

    assertThat(Base64.getUrlDecoder().decode(first)).hasSize(32);
    assertThat(handle(ada.operator())).isEqualTo(first);
    assertThat(handle(bob)).isNotEqualTo(first);
  }

  private String handle(Operator operator) {
    return passkeys.beginRegistration(here, operator).options().path("user").path("id").asText();
  }

  @Test
  void aPasskeyIsKeptOnceInTheWholeInstallation() {
    Environment there = environments.create("There", URI.create("https://there.example"));
    Operator eve = staff.operators().create(there.id(), "Eve", OperatorRole.OWNER);
    register(ada.operator(), laptop);
    assertThat(
            passkeys.beginRegistration(here, ada.operator()).options().path("excludeCredentials"))
        .hasSize(1);
    Passkeys.Begun begun = passkeys.beginRegistration(there, eve);
    var again =
        laptop.onPageOf("https://there.example").forHost("there.example").create(begun.options());

    assertThatThrownBy(() -> passkeys.register(there, eve, begun.challenge(), again::get, "Copy"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("kept here already");
    assertThat(passkeys.list(eve)).isEmpty();
  }

  @Test
  void aPasskeyOfOneEnvironmentOpensNoOther() {
    Environment there = environments.create("There", URI.create("https://there.example"));
    register(ada.operator(), laptop);
    Passkeys.Begun begun = passkeys.beginSignIn(there);
    laptop.counting(2).onPageOf("https://there.example").forHost("there.example");
    Map<String, String> assertion = laptop.get(begun.options());

    isRefused(() -> passkeys.signIn(there, begun.challenge(), assertion::get), "never was one");
  }

  @Test
  void aRemovedPasskeyAndOneOfARemovedOperatorOpenNothing() {
    Operator bob = staff.operators().create(here.id(), "Bob", OperatorRole.VIEWER);
    Authenticator phone = new Authenticator(HERE);
    Passkey passkey = register(ada.operator(), laptop);
    register(bob, phone);
    opened(signIn(laptop.counting(2)));
    opened(signIn(phone.counting(2)));

    passkeys.remove(ada.operator(), passkey.id(), ada.token());
    staff.operators().delete(here.id(), bob.id());

    isRefused(() -> signIn(laptop.counting(3)), "removed");
    isRefused(() -> signIn(phone.counting(3)), "removed");
  }

  @Test
  void removingAPasskeyEndsTheOtherSessionsOfItsOwner() {
    Operator bob = staff.operators().create(here.id(), "Bob", OperatorRole.VIEWER);
    Secret bobs =
        staff.sessions().open(here.id(), staff.sessions().invite(here.id(), bob.id()), "").token();
    Passkey passkey = register(ada.operator(), laptop);
    Secret thiefs = opened(signIn(laptop.counting(2))).token();

    passkeys.remove(ada.operator(), passkey.id(), ada.token());

    assertThat(staff.sessions().find(here.id(), thiefs)).isEmpty();
    assertThat(staff.sessions().find(here.id(), ada.token())).isPresent();
    assertThat(staff.sessions().find(here.id(), bobs)).isPresent();
  }

  @Test
  void nobodyRemovesAnothersPasskey() {
    Operator bob = staff.operators().create(here.id(), "Bob", OperatorRole.OWNER);
    Passkey passkey = register(ada.operator(), laptop);

    assertThatThrownBy(() -> passkeys.remove(bob, passkey.id(), ada.token()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("not found");
    opened(signIn(laptop.counting(2)));
  }

  @Test
  void whoMakesOrRemovesAPasskeyIsWrittenDown() {
    Passkey passkey = register(ada.operator(), laptop);
    opened(signIn(laptop.counting(2)));
    passkeys.remove(ada.operator(), passkey.id(), ada.token());

    List<AuditEntry> entries =
        staff
            .audit()
            .list(
                here.id(),
                new AuditLog.Filter(null, "passkey", null, null),
                Page.Request.of(50, ""))
            .items();
    assertThat(entries).extracting(AuditEntry::action).containsExactly("deleted", "created");
    assertThat(entries.getLast().objectId()).isEqualTo(passkey.id().number());
    assertThat(entries.getLast().after().path("name").asText()).isEqualTo("Laptop");
    assertThat(entries.getLast().after().path("attested_data").asText()).isEqualTo("••••");
  }

  @Test
  void whereBrowsersKnowNoPasskeysNoneIsAskedFor() {
    Environment plain = environments.create("Plain", URI.create("http://127.0.0.1:8080"));

    assertThat(Passkeys.arePossible(here)).isTrue();
    assertThat(Passkeys.arePossible(plain)).isFalse();
    assertThatThrownBy(() -> passkeys.beginSignIn(plain))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a host name with https");
  }
}
