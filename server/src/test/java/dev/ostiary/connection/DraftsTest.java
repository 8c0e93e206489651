package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.SealedColumn;
import java.util.Objects;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DraftsTest {
  private static final Scene SCENE = new Scene();
  private static final ConfigChange ANOTHER_CLIENT =
      ConfigChange.of(new OidcChange().clientId("another").clientSecret("a secret of its own"));

  private final Drafts drafts = SCENE.connections.drafts();

  @AfterAll
  static void close() {
    SCENE.close();
  }

  private static Connection enabled() {
    return SCENE.enable(SCENE.completed(ConnectionType.OIDC));
  }

  private static Connection live(Connection connection) {
    return SCENE.connections.get(SCENE.environment, connection.id());
  }

  private static String client(Connection connection) {
    return Objects.requireNonNull(((OidcConfig) connection.config()).clientId());
  }

  private Versions propose(Connection of, ConfigChange change) {
    return drafts.propose(SCENE.environment, SCENE.organization, of.id(), seen(of), change);
  }

  private long seen(Connection connection) {
    return versions(connection).edited().configuration().revision();
  }

  private Versions versions(Connection connection) {
    return drafts.get(SCENE.environment, SCENE.organization, connection.id());
  }

  private Versions adopt(Connection of, long seen) {
    return drafts.adopt(SCENE.environment, SCENE.organization, of.id(), seen);
  }

  private Versions rollBack(Connection of, long seen) {
    return drafts.rollBack(SCENE.environment, SCENE.organization, of.id(), seen);
  }

  private static long draftOf(Versions versions) {
    return Objects.requireNonNull(versions.draft()).configuration().revision();
  }

  private static long formerOf(Versions versions) {
    return Objects.requireNonNull(versions.former()).revision();
  }

  private static void refused(Problem.Kind kind, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind))
        .hasMessageContaining(words);
  }

  @Test
  void aChangeOfAConnectionInUseIsADraftAndNothingElse() {
    Connection connection = enabled();
    int events = SCENE.events(SCENE.organization).size();

    Versions after = propose(connection, ANOTHER_CLIENT);

    assertThat(client(after.edited())).isEqualTo("another");
    assertThat(live(connection)).isEqualTo(connection);
    assertThat(versions(connection)).isEqualTo(after);
    assertThat(SCENE.events(SCENE.organization)).hasSize(events);
  }

  @Test
  void aChangeOfAConnectionThatIsNotInUseNeedsNoDraft() {
    Connection connection = SCENE.completed(ConnectionType.OIDC);

    Versions after = propose(connection, ANOTHER_CLIENT);

    assertThat(after.draft()).isNull();
    assertThat(client(live(connection))).isEqualTo("another");
    assertThat(live(connection).configuration().revision())
        .isNotEqualTo(connection.configuration().revision());
  }

  @Test
  void aDraftIsPutToUseAndTakenBackAndPutToUseAgain() {
    Connection connection = enabled();
    long before = connection.configuration().revision();
    long drafted = draftOf(propose(connection, ANOTHER_CLIENT));

    Versions adopted = adopt(connection, drafted);

    assertThat(adopted.draft()).isNull();
    assertThat(live(connection).configuration().revision()).isEqualTo(drafted);
    assertThat(((OidcConfig) live(connection).config()).clientSecret())
        .hasToString("••••")
        .satisfies(secret -> assertThat(secret.reveal()).isEqualTo("a secret of its own"));
    assertThat(live(connection).enabled()).isTrue();

    Versions back = rollBack(connection, formerOf(adopted));

    assertThat(live(connection).configuration()).isEqualTo(connection.configuration());
    assertThat(formerOf(back)).isEqualTo(drafted);
    assertThat(formerOf(rollBack(connection, drafted))).isEqualTo(before);
    assertThat(client(live(connection))).isEqualTo("another");
  }

  @Test
  void onlyTheDraftThatWasSeenIsPutToUse() {
    Connection connection = enabled();
    long first = draftOf(propose(connection, ANOTHER_CLIENT));
    long second = draftOf(propose(connection, ConfigChange.of(new OidcChange().clientId("third"))));

    refused(Problem.Kind.ABORTED, "meanwhile", () -> adopt(connection, first));
    assertThat(live(connection)).isEqualTo(connection);
    adopt(connection, second);
    assertThat(client(live(connection))).isEqualTo("third");
    refused(Problem.Kind.FAILED_PRECONDITION, "has no draft", () -> adopt(connection, second));
  }

  @Test
  void ofTwoWhoChangeTheSameTheSecondIsTold() {
    Connection connection = enabled();
    long both = seen(connection);
    propose(connection, ANOTHER_CLIENT);

    refused(
        Problem.Kind.ABORTED,
        "look at it as it is now",
        () ->
            drafts.propose(
                SCENE.environment,
                SCENE.organization,
                connection.id(),
                both,
                ConfigChange.of(new OidcChange().clientId("third"))));
    assertThat(client(versions(connection).edited())).isEqualTo("another");
  }

  @Test
  void aChangeBesideMetadataThatCannotBeReadIsNotMadeEither() {
    Connection connection = SCENE.completed(ConnectionType.SAML);
    ConfigChange change = ConfigChange.of(new SamlChange().forceAuthn(true));
    long seen = seen(connection);

    refused(
        Problem.Kind.INVALID_ARGUMENT,
        "metadata",
        () ->
            drafts.proposeWithMetadata(
                SCENE.environment, SCENE.organization, connection.id(), seen, change, "<broken"));
    assertThat(live(connection)).isEqualTo(connection);
    propose(connection, change);
    assertThat(live(connection)).isNotEqualTo(connection);
  }

  @Test
  void aDraftOfWhatIsNoLongerInUseIsNotPutToUse() {
    Connection connection = enabled();
    long drafted = draftOf(propose(connection, ANOTHER_CLIENT));
    SCENE.configure(connection, ConfigChange.of(new OidcChange().clientId("by API")));

    assertThat(versions(connection).isOutdated()).isTrue();
    refused(
        Problem.Kind.FAILED_PRECONDITION,
        "changed after the draft was begun",
        () -> adopt(connection, drafted));
    assertThat(client(live(connection))).isEqualTo("by API");
  }

  @Test
  void aDraftThatSaysWhatIsInUseIsNone() {
    Connection connection = enabled();
    propose(connection, ConfigChange.of(new OidcChange().clientId("another")));

    Versions after = propose(connection, ConfigChange.of(new OidcChange().clientId("client")));

    assertThat(after.draft()).isNull();
    assertThat(after.live()).isEqualTo(connection);
  }

  @Test
  void aDraftIsThrownAway() {
    Connection connection = enabled();
    propose(connection, ANOTHER_CLIENT);

    drafts.discard(SCENE.environment, SCENE.organization, connection.id());

    assertThat(versions(connection).draft()).isNull();
    refused(
        Problem.Kind.FAILED_PRECONDITION, "no former configuration", () -> rollBack(connection, 1));
  }

  @Test
  void anIncompleteDraftIsKeptButNotPutToUse() {
    Connection connection = enabled();
    long drafted = draftOf(propose(connection, ConfigChange.of(new OidcChange().clientSecret(""))));

    refused(
        Problem.Kind.FAILED_PRECONDITION,
        "needs oidc_config.client_secret",
        () -> adopt(connection, drafted));
    assertThat(live(connection)).isEqualTo(connection);
  }

  @Test
  void aDraftOutlivesADisabling() {
    Connection connection = enabled();
    long drafted = draftOf(propose(connection, ANOTHER_CLIENT));
    SCENE.disable(connection);

    assertThat(draftOf(versions(connection))).isEqualTo(drafted);
    adopt(connection, drafted);
    assertThat(live(connection).enabled()).isFalse();
  }

  @Test
  void enablingMeansTheConfigurationThatWasSeen() {
    Connection connection = SCENE.completed(ConnectionType.SAML);
    long seen = connection.configuration().revision();
    SCENE.configure(
        connection, ConfigChange.of(new SamlChange().idpSsoUrl("https://idp.example.com/other")));

    refused(
        Problem.Kind.ABORTED,
        "meanwhile",
        () ->
            SCENE.connections.enable(
                SCENE.environment, SCENE.organization, connection.id(), seen, Scene.CAUSE));
    assertThat(
            SCENE
                .connections
                .enable(
                    SCENE.environment,
                    SCENE.organization,
                    connection.id(),
                    live(connection).configuration().revision(),
                    Scene.CAUSE)
                .enabled())
        .isTrue();
  }

  @Test
  void anotherOrganizationHasNoSuchDraft() {
    Connection connection = enabled();
    long drafted = draftOf(propose(connection, ANOTHER_CLIENT));

    refused(
        Problem.Kind.NOT_FOUND,
        "not found",
        () -> drafts.get(SCENE.environment, SCENE.otherOrganization, connection.id()));
    refused(
        Problem.Kind.NOT_FOUND,
        "not found",
        () -> drafts.adopt(SCENE.environment, SCENE.otherOrganization, connection.id(), drafted));
    assertThat(drafts.at(SCENE.otherEnvironment, connection.id(), drafted)).isEmpty();
    assertThat(drafts.at(SCENE.environment, connection.id(), drafted)).isPresent();
  }

  @Test
  void whatIsDifferentIsToldWithoutTheSecret() {
    Connection connection = enabled();
    Versions after = propose(connection, ANOTHER_CLIENT);

    assertThat(connection.configuration().differences(after.edited().configuration()))
        .containsExactlyInAnyOrder(
            new Difference("client_id", "client", "another"),
            new Difference("client_secret", "********aple", "******** own"));
  }

  @Test
  void secretsOfDraftsAreSealed() {
    Connection connection = enabled();
    propose(connection, ANOTHER_CLIENT);

    String row =
        SCENE.database.transact(tx ->
            tx.sql("select to_jsonb(c) as c from connection c where c.id = :id")
                .bind("id", connection.id())
                .one(found -> found.text("c")));

    assertThat(row).contains("another").doesNotContain("a secret of its own");
    assertThat(Json.parse(row).path("draft_secret").isTextual()).isTrue();
  }

  /// A new master key seals by these places what the store sealed by its own.
  @Test
  void everySealedSecretIsWhereAMasterKeyLooksForIt() {
    Connection connection = enabled();
    adopt(connection, draftOf(propose(connection, ANOTHER_CLIENT)));
    propose(connection, ConfigChange.of(new OidcChange().clientSecret("the third secret")));

    assertThat(Connections.SEALED.stream().map(column -> opened(column, connection)))
        .containsExactly("a secret of its own", "the third secret", "correct horse battery staple");
  }

  private static String opened(SealedColumn column, Connection connection) {
    return SCENE.database.transact(tx ->
        tx.sql(
                "select %s as place, %s as sealed from connection where id = :id"
                    .formatted(column.place(), column.column()))
            .bind("id", connection.id())
            .one(row -> SCENE.sealer.open(row.text("place"), row.bytes("sealed")).reveal()));
  }

  @Test
  void whenTwoPutADraftToUseOneDoes() {
    Connection connection = enabled();
    long drafted = draftOf(propose(connection, ANOTHER_CLIENT));

    long done =
        LongStream.range(0, 8)
            .parallel()
            .filter(any -> {
              try {
                adopt(connection, drafted);
                return true;
              } catch (Problem late) {
                return false;
              }
            })
            .count();

    assertThat(done).isEqualTo(1);
    assertThat(formerOf(versions(connection))).isEqualTo(connection.configuration().revision());
  }
}
