package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.Environments;
import dev.ostiary.event.Cause;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationsTest {
  private static final Cause CAUSE = new Cause(Cause.ActorType.API_CLIENT, "skc_1", "request-1");

  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00.123456789Z");
  private Database database;
  private EventLog log;
  private Organizations organizations;
  private EnvironmentId environment;
  private EnvironmentId other;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(clock, 1);
    log = new EventLog(database, new LogTail(database));
    organizations = new Organizations(database, new LogWriter(log, ids, clock), ids);
    Environments environments = new Environments(database, ids);
    environment = environments.create("One", URI.create("https://one.example.com")).id();
    other = environments.create("Two", URI.create("https://two.example.com")).id();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aNewOrganizationHasTheDefaultsOfTheContract() {
    Organization organization = create("Acme");

    assertThat(organization.region()).isEqualTo(Region.US);
    assertThat(organization.features())
        .containsExactly(new Feature("sso", true), new Feature("dir_sync", false));
    assertThat(organization.createTime()).isEqualTo(Instant.parse("2025-10-14T09:00:00.120Z"));
    assertThat(organization.updateTime()).isEqualTo(Instant.parse("2025-10-14T09:00:00.123456Z"));
    assertThat(organizations.get(environment, organization.id())).isEqualTo(organization);
  }

  @Test
  void everyMemberIsStored() {
    Organization organization = organizations.create(environment, full("ext", "acme"), CAUSE);

    assertThat(organization.region()).isEqualTo(Region.EU);
    assertThat(organizations.get(environment, organization.id())).isEqualTo(organization);
    assertThat(organizations.getByExternalId(environment, "ext")).isEqualTo(organization);
    assertThat(organizations.displayNames(environment, List.of(organization.id())))
        .containsExactly(Map.entry(organization.id(), "Ünïcode Inc. 漢字 🏢"));
  }

  private static NewOrganization full(String externalId, String slug) {
    return new NewOrganization(
        "Ünïcode Inc. 漢字 🏢",
        Region.EU,
        externalId,
        slug,
        "https://cdn.example.com/logo.png",
        Map.of("plan", "'); drop table organization; --", "tier", "{\"a\":1}"));
  }

  @Test
  void eventsTellOfCreationChangeAndEnd() {
    Organization organization = organizations.create(environment, full("ext", "acme"), CAUSE);
    clock.set(Instant.parse("2025-10-14T10:00:00.5Z"));
    organizations.update(
        environment,
        organization.id(),
        new OrganizationChange("Acme", "", null, null, Map.of("plan", "gold"), null),
        CAUSE);
    clock.set(Instant.parse("2025-10-14T11:00:00Z"));
    organizations.delete(environment, organization.id(), CAUSE);

    List<Event> events = log.lane(environment, organization.id(), 0, 10);
    assertThat(events)
        .extracting(Event::type)
        .containsExactly("organization.created", "organization.updated", "organization.deleted");
    assertThat(data(events.get(0)).toString())
        .isEqualTo(
            "{\"id\":\"%s\",\"display_name\":\"Ünïcode Inc. 漢字 🏢\",\"external_id\":\"ext\","
                    .formatted(organization.id())
                + "\"region_code\":\"EU\",\"create_time\":\"2025-10-14T09:00:00.12Z\","
                + "\"update_time\":\"2025-10-14T09:00:00.123456Z\","
                + "\"metadata\":{\"plan\":\"'); drop table organization; --\","
                + "\"tier\":\"{\\\"a\\\":1}\"},\"settings\":{\"features\":"
                + "[{\"name\":\"sso\",\"enabled\":true},{\"name\":\"dir_sync\",\"enabled\":false}]}}");
    assertThat(data(events.get(1)).at("/previous_attributes").toString())
        .isEqualTo(
            "{\"display_name\":\"Ünïcode Inc. 漢字 🏢\",\"external_id\":\"ext\","
                + "\"update_time\":\"2025-10-14T09:00:00.123456Z\","
                + "\"metadata\":{\"plan\":\"'); drop table organization; --\","
                + "\"tier\":\"{\\\"a\\\":1}\"}}");
    assertThat(data(events.get(1)).at("/update_time").asText()).isEqualTo("2025-10-14T10:00:00.5Z");
    assertThat(data(events.get(2)).at("/deleted_at").asText()).isEqualTo("2025-10-14T11:00:00Z");
    assertNotFound(() -> organizations.get(environment, organization.id()));
  }

  /// The data of the detailed payload without what an ordinary one does not have, unless there is
  /// any.
  private static ObjectNode data(Event event) {
    String payload = new String(event.detailedPayload(), StandardCharsets.US_ASCII);
    ObjectNode data = (ObjectNode) Json.parseObject(payload).get("data");
    if (data.get("previous_attributes").isEmpty()) {
      data.remove("previous_attributes");
    }
    return data;
  }

  @Test
  void aMemberThatWasNotThereWasNull() {
    Organization organization = create("Acme");

    organizations.update(
        environment,
        organization.id(),
        new OrganizationChange(null, "ext", null, null, null, null),
        CAUSE);

    Event updated = log.lane(environment, organization.id(), 1, 1).getFirst();
    assertThat(data(updated).at("/previous_attributes/external_id").isNull()).isTrue();
  }

  @Test
  void whatIsAbsentStaysAndWhatIsEmptyIsCleared() {
    Organization organization = organizations.create(environment, full("ext", "acme"), CAUSE);
    clock.advance(Duration.ofMinutes(1));

    Organization renamed =
        organizations.update(
            environment, organization.id(), OrganizationChange.displayName("Acme"), CAUSE);
    assertThat(renamed.displayName()).isEqualTo("Acme");
    assertThat(renamed.externalId()).isEqualTo("ext");
    assertThat(renamed.slug()).isEqualTo("acme");
    assertThat(renamed.metadata()).isEqualTo(organization.metadata());
    assertThat(renamed.updateTime()).isAfter(organization.updateTime());

    Organization cleared =
        organizations.update(
            environment,
            organization.id(),
            new OrganizationChange(null, "", "", "", Map.of(), null),
            CAUSE);
    assertThat(cleared.externalId()).isNull();
    assertThat(cleared.slug()).isNull();
    assertThat(cleared.logoUrl()).isNull();
    assertThat(cleared.metadata()).isEmpty();
    assertThat(organizations.get(environment, organization.id())).isEqualTo(cleared);
  }

  @Test
  void featuresAreSetByName() {
    Organization organization = create("Acme");

    Organization changed =
        organizations.update(
            environment,
            organization.id(),
            OrganizationChange.features(
                List.of(new Feature("dir_sync", true), new Feature("domain_verification", true))),
            CAUSE);

    assertThat(changed.features())
        .containsExactly(
            new Feature("sso", true),
            new Feature("dir_sync", true),
            new Feature("domain_verification", true));
  }

  @Test
  void aChangeThatChangesNothingIsNotTold() {
    Organization organization = organizations.create(environment, full("ext", "acme"), CAUSE);
    clock.advance(Duration.ofMinutes(1));

    Organization same =
        organizations.update(
            environment,
            organization.id(),
            new OrganizationChange(
                organization.displayName(),
                "ext",
                null,
                null,
                organization.metadata(),
                List.of(new Feature("sso", true))),
            CAUSE);

    assertThat(same).isEqualTo(organization);
    assertThat(log.lane(environment, organization.id(), 0, 10)).hasSize(1);
  }

  @Test
  void externalIdAndSlugAreUniqueInTheEnvironmentAndFreeAfterwards() {
    Organization first = organizations.create(environment, full("ext", "acme"), CAUSE);
    Organization second = create("Globex");

    assertTaken("external_id", () -> organizations.create(environment, full("ext", "b"), CAUSE));
    assertTaken("slug", () -> organizations.create(environment, full("b", "acme"), CAUSE));
    assertTaken("slug", () -> changeSlug(second, "acme"));
    assertThat(log.lane(environment, second.id(), 0, 10)).hasSize(1);
    assertThat(organizations.create(other, full("ext", "acme"), CAUSE).slug()).isEqualTo("acme");

    organizations.delete(environment, first.id(), CAUSE);
    assertThat(changeSlug(second, "acme").slug()).isEqualTo("acme");
  }

  private Organization changeSlug(Organization organization, String slug) {
    return organizations.update(
        environment,
        organization.id(),
        new OrganizationChange(null, null, slug, null, null, null),
        CAUSE);
  }

  private static void assertTaken(String field, Supplier<?> call) {
    assertThatThrownBy(call::get)
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.ALREADY_EXISTS))
        .hasMessageStartingWith(field + ": ");
  }

  @Test
  void anotherEnvironmentSeesNothing() {
    Organization organization = organizations.create(environment, full("ext", "acme"), CAUSE);
    OrganizationId id = organization.id();

    assertNotFound(() -> organizations.get(other, id));
    assertNotFound(() -> organizations.getByExternalId(other, "ext"));
    assertNotFound(
        () -> organizations.update(other, id, OrganizationChange.displayName("x"), CAUSE));
    assertNotFound(() -> {
      organizations.delete(other, id, CAUSE);
      return id;
    });
    assertThat(organizations.displayNames(other, List.of(id))).isEmpty();
    assertThat(organizations.list(other, Page.Request.of(0, "")).items()).isEmpty();
    assertThat(organizations.list(other, Page.Request.of(0, "")).total()).isZero();
    assertThat(organizations.get(environment, id)).isEqualTo(organization);
  }

  private static void assertNotFound(Supplier<?> call) {
    assertThatThrownBy(call::get)
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_FOUND))
        .hasMessageStartingWith("organization not found: ");
  }

  @Test
  void theListRunsNewestFirstAndKnowsItsLength() {
    List<Organization> created = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      created.addFirst(create("Organization " + i));
    }
    organizations.delete(environment, created.remove(3).id(), CAUSE);

    List<Organization> forward = new ArrayList<>();
    Page<Organization> page = organizations.list(environment, Page.Request.of(10, ""));
    forward.addAll(page.items());
    while (!page.next().isEmpty()) {
      page = organizations.list(environment, Page.Request.of(10, page.next()));
      forward.addAll(page.items());
      assertThat(page.total()).isEqualTo(24);
    }
    assertThat(forward).isEqualTo(created);

    List<Organization> backward = new ArrayList<>(page.items());
    while (!page.previous().isEmpty()) {
      page = organizations.list(environment, Page.Request.of(10, page.previous()));
      backward.addAll(0, page.items());
    }
    assertThat(backward).isEqualTo(created);
  }

  @Test
  void cascadesRunInTheSameTransaction() {
    Organization organization = create("Acme");
    List<String> ran = new ArrayList<>();
    organizations.onDelete((tx, deleting, cause) -> {
      ran.add(deleting.displayName() + " for " + cause.requestId());
      if (ran.size() == 1) {
        throw new IllegalStateException("not today");
      }
    });

    assertThatThrownBy(() -> organizations.delete(environment, organization.id(), CAUSE))
        .hasMessage("not today");
    assertThat(organizations.get(environment, organization.id())).isEqualTo(organization);
    assertThat(organizations.list(environment, Page.Request.of(0, "")).total()).isOne();

    organizations.delete(environment, organization.id(), CAUSE);
    assertThat(ran).containsExactly("Acme for request-1", "Acme for request-1");
    assertThat(organizations.list(environment, Page.Request.of(0, "")).total()).isZero();
  }

  @Test
  void unfitValuesAreRefusedAllAtOnce() {
    Map<String, String> many =
        IntStream.rangeClosed(1, 11).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "v"));
    NewOrganization unfit =
        new NewOrganization("", null, "x".repeat(256), "-a", "http://example.com/a", many);

    assertThatThrownBy(() -> organizations.create(environment, unfit, CAUSE))
        .isInstanceOfSatisfying(
            Problem.class,
            p ->
                assertThat(p.violations())
                    .extracting(Problem.Violation::field)
                    .contains("display_name", "external_id", "slug", "logo_url", "metadata"));
    assertThat(organizations.list(environment, Page.Request.of(0, "")).total()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a_b", "-a", "a-", ".a", "a.", "a..b", "a b", "a\n", "ä"})
  void anUnfitSlugIsRefused(String slug) {
    assertThatThrownBy(() ->
            organizations.create(
                environment, new NewOrganization("Acme", null, null, slug, null, Map.of()), CAUSE))
        .hasMessageStartingWith("slug: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "acme", "acme-1", "a.b-c.d", "1"})
  void aFitSlugIsKept(String slug) {
    assertThat(organizations.create(environment, full("ext", slug), CAUSE).slug()).isEqualTo(slug);
  }

  @Test
  void whatTheDatabaseCannotStoreIsRefused() {
    assertThatThrownBy(() -> create("a\u0000b")).hasMessageStartingWith("display_name: ");
    assertThatThrownBy(() -> create("a\ud83cb")).hasMessageStartingWith("display_name: ");
    assertThatThrownBy(() -> organizations.getByExternalId(environment, "a\u0000b"))
        .hasMessageStartingWith("external_id: ");
  }

  private Organization create(String displayName) {
    return organizations.create(environment, NewOrganization.named(displayName), CAUSE);
  }
}
