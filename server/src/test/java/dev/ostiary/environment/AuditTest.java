package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Actor;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whoever changes something is written down, and stays written down.
class AuditTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// What people change: a new table of that kind gets the trigger, and its line here.
  private static final Set<String> AUDITED =
      Set.of(
          "api_client",
          "api_client_secret",
          "api_token",
          "connection",
          "domain",
          "environment_settings",
          "operator",
          "operator_passkey",
          "organization",
          "organization_client",
          "organization_client_secret",
          "organization_settings",
          "portal_link",
          "shared_link",
          "webhook_endpoint",
          "webhook_secret");

  private final SettableClock clock = SettableClock.at("2026-03-01T08:00:00Z");
  private final RandomText text = new RandomText(RANDOM);
  private Database database;
  private EnvironmentId environment;
  private Staff staff;
  private ApiClients clients;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(clock, 1);
    environment =
        new Environments(database, ids).create("Here", URI.create("https://here.example")).id();
    Sealer sealer = new Sealer(MasterKey.generate(RANDOM), RANDOM);
    staff = Staff.assemble(database, ids, clock, sealer, text);
    clients = new ApiClients(database, ids, clock, text);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<AuditEntry> entries() {
    return staff.audit().list(environment, AuditLog.Filter.ALL, Page.Request.of(50, "")).items();
  }

  @Test
  void aChangeIsWrittenWithWhoAndFromWhereAndWhatItWas() {
    Operator operator = staff.operators().create(environment, "Bob", OperatorRole.VIEWER);
    staff.operators().create(environment, "Ada", OperatorRole.OWNER);

    new Actor("OPERATOR", "opr_7", "req_9", "192.0.2.1")
        .as(() -> {
          staff.operators().setRole(environment, operator.id(), OperatorRole.ADMIN);
          return true;
        });

    AuditEntry entry = entries().getFirst();
    assertThat(entry.actorType()).isEqualTo("OPERATOR");
    assertThat(entry.actorId()).isEqualTo("opr_7");
    assertThat(entry.requestId()).isEqualTo("req_9");
    assertThat(entry.address()).isEqualTo("192.0.2.1");
    assertThat(entry.action()).isEqualTo("changed");
    assertThat(entry.objectType()).isEqualTo("operator");
    assertThat(entry.objectId()).isEqualTo(operator.id().number());
    assertThat(entry.before()).hasToString("{\"role\":\"VIEWER\"}");
    assertThat(entry.after()).hasToString("{\"role\":\"ADMIN\"}");
  }

  @Test
  void whatTheServerDoesByItselfIsItsOwn() {
    staff.operators().create(environment, "Bob", OperatorRole.VIEWER);

    assertThat(entries()).extracting(AuditEntry::actorType).containsExactly("SYSTEM");
  }

  @Test
  void anActorIsForgottenAfterItsTransaction() {
    new Actor("OPERATOR", "opr_7", "req_9", "192.0.2.1")
        .as(() -> staff.operators().create(environment, "Bob", OperatorRole.VIEWER));

    staff.operators().create(environment, "Eve", OperatorRole.VIEWER);

    assertThat(entries()).extracting(AuditEntry::actorType).containsExactly("SYSTEM", "OPERATOR");
  }

  @Test
  void whatWasRolledBackIsNotWritten() {
    assertThatThrownBy(() ->
            database.run(tx -> {
              tx.sql(
                      """
                      insert into operator (environment_id, id, name, role)
                      values (:environment, 5, 'Eve', 'OWNER')
                      """)
                  .bind("environment", environment)
                  .run();
              throw new IllegalStateException("stop");
            }))
        .hasMessage("stop");

    assertThat(entries()).isEmpty();
  }

  @Test
  void secretsShowAsDots() {
    clients.create(environment, "App");

    assertThat(entries())
        .filteredOn(entry -> entry.objectType().equals("API client secret"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.after().path("hash").asText()).isEqualTo("••••"));
  }

  @Test
  void whatChangesNoRowCanBeAdded() {
    staff
        .audit()
        .add(environment, new Actor("OPERATOR", "opr_7", "req_9", "::1"), "shown", "secret", 3);

    assertThat(entries().getFirst().action()).isEqualTo("shown");
    assertThat(entries().getFirst().time()).isEqualTo(clock.instant());
  }

  @Test
  void nothingCanBeTakenOutOrChanged() {
    staff.operators().create(environment, "Bob", OperatorRole.VIEWER);

    for (String attempt : List.of("delete from audit", "update audit set actor_id = 'x'")) {
      assertThatThrownBy(() -> database.run(tx -> tx.sql(attempt).run()))
          .hasMessageContaining("only ever added to");
    }
    assertThat(entries()).hasSize(1);
  }

  @Test
  void theLogIsNarrowedByWhoAndWhatAndWhen() {
    staff.operators().create(environment, "Bob", OperatorRole.VIEWER);
    staff
        .audit()
        .add(environment, new Actor("OPERATOR", "opr_7", "", "::1"), "shown", "webhook secret", 3);

    assertThat(actions("OPERATOR", null, null)).containsExactly("shown");
    assertThat(actions(null, "operator", null)).containsExactly("created");
    assertThat(actions("OPERATOR", "operator", null)).isEmpty();
    assertThat(actions(null, null, clock.instant())).contains("shown");
    assertThat(
            staff
                .audit()
                .list(
                    environment,
                    new AuditLog.Filter(null, null, new OrganizationId(9), null),
                    Page.Request.of(50, ""))
                .items())
        .isEmpty();
  }

  private List<String> actions(
      @Nullable String actorType, @Nullable String objectType, @Nullable Instant from) {
    return staff
        .audit()
        .list(
            environment,
            new AuditLog.Filter(actorType, objectType, null, from),
            Page.Request.of(50, ""))
        .items()
        .stream()
        .map(AuditEntry::action)
        .toList();
  }

  @Test
  void everyKindOfObjectCanBeAskedFor() {
    List<String> named =
        database.transact(tx ->
            tx.sql(
                    """
                    select distinct split_part(encode(tgargs, 'escape'), '\\000', 1) as name
                    from pg_trigger where tgname = 'audit'
                    """)
                .list(row -> row.text("name")));

    assertThat(AuditLog.OBJECT_TYPES).containsExactlyInAnyOrderElementsOf(named);
  }

  @Test
  void whatPeopleChangeIsAudited() {
    List<String> audited =
        database.transact(tx ->
            tx.sql(
                    """
                    select c.relname as name from pg_class c
                    join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'audit'
                    """)
                .list(row -> row.text("name")));

    assertThat(audited).containsExactlyInAnyOrderElementsOf(AUDITED);
  }
}
