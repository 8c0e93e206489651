package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.FieldMask;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.commons.RegionCode;
import dev.ostiary.wire.organizations.CreateOrganization;
import dev.ostiary.wire.organizations.CreateOrganizationRequest;
import dev.ostiary.wire.organizations.DeleteOrganizationRequest;
import dev.ostiary.wire.organizations.GetOrganizationRequest;
import dev.ostiary.wire.organizations.ListOrganizationsRequest;
import dev.ostiary.wire.organizations.ListOrganizationsResponse;
import dev.ostiary.wire.organizations.Organization;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import dev.ostiary.wire.organizations.OrganizationSettings;
import dev.ostiary.wire.organizations.OrganizationSettingsFeature;
import dev.ostiary.wire.organizations.UpdateOrganization;
import dev.ostiary.wire.organizations.UpdateOrganizationRequest;
import dev.ostiary.wire.organizations.UpdateOrganizationSettingsRequest;
import io.grpc.Status.Code;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Organizations through both doors of the API.
class OrganizationApiTest {
  private static ApiWorld world;
  private static OrganizationServiceBlockingStub organizations;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    organizations = world.stub(OrganizationServiceBlockingStub.class);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void whatIsCreatedByGrpcIsReadByRestInTheJsonOfTheContract() {
    Organization created =
        create(
            CreateOrganization.newBuilder()
                .setDisplayName("Megasoft é")
                .setRegionCode(RegionCode.EU)
                .putMetadata("plan", "gold"));

    ObjectNode json = world.get("/api/v1/organizations/" + created.getId()).json();

    assertThat(Json.text(json.path("organization")))
        .isEqualTo(
            """
            {"id":"%s","create_time":"%s","update_time":"%s","display_name":"Megasoft \\u00E9",\
            "region_code":"EU","metadata":{"plan":"gold"},"settings":{"features":[\
            {"name":"sso","enabled":true},{"name":"dir_sync","enabled":false}]}}\
            """
                .formatted(
                    created.getId(),
                    com.google.protobuf.util.Timestamps.toString(created.getCreateTime()),
                    com.google.protobuf.util.Timestamps.toString(created.getUpdateTime())));
    assertThat(get(created.getId())).isEqualTo(created);
  }

  @Test
  void fieldsWithoutAValueAreWrittenWhereTheyCannotBeAbsent() {
    ObjectNode created =
        world.rest(POST, "/api/v1/organizations", "{\"display_name\":\"Bare\"}").json();

    assertThat(created.path("organization").path("metadata")).isEqualTo(Json.object());
    assertThat(created.path("organization").has("external_id")).isFalse();
    assertThat(created.path("organization").has("slug")).isFalse();
    assertThat(created.path("organization").path("region_code").asText()).isEqualTo("US");
  }

  @Test
  void lowerCamelCaseIsReadToo() {
    ObjectNode created =
        world
            .rest(POST, "/api/v1/organizations", "{\"displayName\":\"C\",\"externalId\":\"camel\"}")
            .json();

    assertThat(created.path("organization").path("external_id").asText()).isEqualTo("camel");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain-1",
        "with:colon",
        "with/slash",
        "with space+plus",
        "100%",
        "ü",
        "a:b/c?d#e"
      })
  void anOrganizationIsFoundByTheAppsOwnId(String externalId) {
    Organization created =
        create(CreateOrganization.newBuilder().setDisplayName("Own").setExternalId(externalId));
    String encoded = URLEncoder.encode(externalId, StandardCharsets.UTF_8).replace("+", "%20");

    ObjectNode rest = world.get("/api/v1/organizations:external/" + encoded).json();
    var request = GetOrganizationRequest.newBuilder().setExternalId(externalId).build();

    assertThat(rest.path("organization").path("id").asText()).isEqualTo(created.getId());
    assertThat(organizations.getOrganizationByExternalId(request).getOrganization())
        .isEqualTo(created);
    assertThat(organizations.getOrganization(request).getOrganization()).isEqualTo(created);
  }

  @Test
  void anExternalIdThatNobodyHasIsNotFound() {
    Refusal refusal = Refusal.rest(world.get("/api/v1/organizations:external/nobody-has-this"));

    assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(refusal.message()).contains("not found");
  }

  @Test
  void listsRunNewestFirstPageByPageAndBack() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(create(CreateOrganization.newBuilder().setDisplayName("Listed " + i)).getId());
    }

    ListOrganizationsResponse first = list(2, "");
    ListOrganizationsResponse second = list(2, first.getNextPageToken());
    ObjectNode back =
        world
            .get("/api/v1/organizations?page_size=2&page_token=" + second.getPrevPageToken())
            .json();

    assertThat(ids(first)).isEqualTo(made.subList(0, 2));
    assertThat(ids(second)).isEqualTo(made.subList(2, 4));
    assertThat(first.getPrevPageToken()).isEmpty();
    assertThat(first.getTotalSize()).isGreaterThanOrEqualTo(5);
    assertThat(back.path("organizations").findValuesAsText("id")).isEqualTo(made.subList(0, 2));
    assertThat(back.path("prev_page_token").asText("none")).isEmpty();
  }

  @Test
  void theListCanBeNarrowedToOneExternalId() {
    Organization created =
        create(CreateOrganization.newBuilder().setDisplayName("N").setExternalId("narrow"));

    ObjectNode found = world.get("/api/v1/organizations?external_id=narrow").json();
    ObjectNode none = world.get("/api/v1/organizations?externalId=narrow-not").json();

    assertThat(found.path("organizations").findValuesAsText("id")).containsExactly(created.getId());
    assertThat(none.path("organizations")).isEmpty();
    assertThat(none.path("total_size").asInt(-1)).isZero();
  }

  @Test
  void anUpdateChangesWhatItNamesAndLeavesTheRest() {
    Organization before = full("partial");

    Organization after = update(before, UpdateOrganization.newBuilder().setDisplayName("New"));

    assertThat(after)
        .isEqualTo(
            before.toBuilder().setDisplayName("New").setUpdateTime(after.getUpdateTime()).build());
    assertThat(get(before.getId())).isEqualTo(after);
  }

  @Test
  void aMaskSaysWhichFieldsChangeAndClearsTheAbsentOnes() {
    Organization before = full("masked");

    Organization after =
        organizations
            .updateOrganization(
                UpdateOrganizationRequest.newBuilder()
                    .setId(before.getId())
                    .setOrganization(
                        UpdateOrganization.newBuilder().setDisplayName("Kept out").setSlug("in"))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("slug").addPaths("metadata"))
                    .build())
            .getOrganization();

    assertThat(after)
        .isEqualTo(
            before.toBuilder()
                .setSlug("in")
                .clearMetadata()
                .setUpdateTime(after.getUpdateTime())
                .build());
  }

  @Test
  void restTakesTheMaskFromTheQuery() {
    Organization before = full("rest-masked");

    ObjectNode after =
        world
            .rest(
                PATCH,
                "/api/v1/organizations/" + before.getId() + "?update_mask=logoUrl,displayName",
                "{\"display_name\":\"Named\",\"slug\":\"unnamed\"}")
            .json();

    assertThat(after.path("organization").path("display_name").asText()).isEqualTo("Named");
    assertThat(after.path("organization").has("logo_url")).isFalse();
    assertThat(after.path("organization").path("slug").asText()).isEqualTo(before.getSlug());
  }

  @Test
  void aMaskMayNotNameWhatCannotChange() {
    Organization before = full("bad-mask");

    Refusal refusal =
        Refusal.grpc(() ->
            organizations.updateOrganization(
                UpdateOrganizationRequest.newBuilder()
                    .setId(before.getId())
                    .setOrganization(UpdateOrganization.newBuilder().setDisplayName("X"))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("region_code"))
                    .build()));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.fields()).containsExactly("update_mask");
    assertThat(get(before.getId())).isEqualTo(before);
  }

  @Test
  void featuresAreSwitchedInTheSettings() {
    Organization before = full("settings");

    Organization after =
        organizations
            .updateOrganizationSettings(
                UpdateOrganizationSettingsRequest.newBuilder()
                    .setId(before.getId())
                    .setSettings(
                        OrganizationSettings.newBuilder().addFeatures(feature("dir_sync", true)))
                    .build())
            .getOrganization();

    assertThat(after.getSettings().getFeaturesList())
        .containsExactly(feature("sso", true), feature("dir_sync", true));
  }

  @Test
  void whatMustBeUniqueIsRefusedTheSecondTime() {
    full("twice");

    Refusal grpc =
        Refusal.grpc(() ->
            create(CreateOrganization.newBuilder().setDisplayName("B").setExternalId("twice")));
    ApiWorld.Answer rest =
        world.rest(
            POST, "/api/v1/organizations", "{\"display_name\":\"B\",\"external_id\":\"twice\"}");

    assertThat(grpc.code()).isEqualTo(Code.ALREADY_EXISTS);
    assertThat(rest.status()).isEqualTo(409);
    assertThat(Refusal.rest(rest)).isEqualTo(grpc);
  }

  @Test
  void whatIsDeletedIsNotFoundAndItsExternalIdIsFreeAgain() {
    Organization first = full("reused");

    ApiWorld.Answer deleted = world.rest(DELETE, "/api/v1/organizations/" + first.getId(), "");

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.http().contentUtf8()).isEqualTo("{}");
    assertThat(Refusal.grpc(() -> get(first.getId())).code()).isEqualTo(Code.NOT_FOUND);
    assertThat(
            Refusal.grpc(() ->
                    organizations.deleteOrganization(
                        DeleteOrganizationRequest.newBuilder().setId(first.getId()).build()))
                .code())
        .isEqualTo(Code.NOT_FOUND);
    assertThat(full("reused").getExternalId()).isEqualTo("reused");
  }

  private static Organization full(String externalId) {
    return create(
        CreateOrganization.newBuilder()
            .setDisplayName("Full " + externalId)
            .setExternalId(externalId)
            .setSlug("slug-" + externalId)
            .setLogoUrl("https://example.com/logo.png")
            .putMetadata("key", "value"));
  }

  private static OrganizationSettingsFeature feature(String name, boolean enabled) {
    return OrganizationSettingsFeature.newBuilder().setName(name).setEnabled(enabled).build();
  }

  private static Organization create(CreateOrganization.Builder wanted) {
    return organizations
        .createOrganization(CreateOrganizationRequest.newBuilder().setOrganization(wanted).build())
        .getOrganization();
  }

  private static Organization get(String id) {
    return organizations
        .getOrganization(GetOrganizationRequest.newBuilder().setId(id).build())
        .getOrganization();
  }

  private static Organization update(Organization before, UpdateOrganization.Builder wanted) {
    return organizations
        .updateOrganization(
            UpdateOrganizationRequest.newBuilder()
                .setId(before.getId())
                .setOrganization(wanted)
                .build())
        .getOrganization();
  }

  private static ListOrganizationsResponse list(int size, String token) {
    return organizations.listOrganization(
        ListOrganizationsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private static List<String> ids(ListOrganizationsResponse page) {
    return page.getOrganizationsList().stream().map(Organization::getId).toList();
  }
}
