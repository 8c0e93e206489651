package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whoever finds a fault, a refusal names the field by its path from the request, in the words of
/// the contract, and by the same path through either door.
class FieldNamesTest {
  private static ApiWorld world;
  private static Channel grpc;
  private static String organization;
  private static String oidc;
  private static String saml;
  private static String endpoint;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    grpc = world.stub(OrganizationServiceBlockingStub.class).getChannel();
    String organizations = "/api/v1/organizations";
    organization = made(organizations, "{\"display_name\":\"Acme\"}", "/organization/id");
    String connections = organizations + "/" + organization + "/connections";
    oidc = made(connections, "{\"provider\":\"OKTA\",\"type\":\"OIDC\"}", "/connection/id");
    saml = made(connections, "{\"provider\":\"OKTA\",\"type\":\"SAML\"}", "/connection/id");
    endpoint =
        made(
            "/api/v1/webhooks/endpoints",
            "{\"url\":\"http://127.0.0.1:9/\",\"name\":\"Hook\"}",
            "/endpoint/id");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static String made(String path, String body, String pointer) {
    return world.rest(POST, path, body).json().at(pointer).asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CreateOrganization    | {'organization':{'display_name':''}}                                              | organization.display_name
          CreateOrganization    | {'organization':{'display_name':'A','slug':'No Slug'}}                            | organization.slug
          CreateOrganization    | {'organization':{'display_name':'A','logo_url':'http://localhost/a'}}              | organization.logo_url
          CreateOrganization    | {'organization':{'display_name':'A','metadata':{'plan':'#'}}}                     | organization.metadata[plan]
          CreateOrganization    | {'organization':{'display_name':'A','region_code':99}}                            | organization.region_code
          UpdateOrganization    | {'id':ORG,'organization':{'logo_url':'http://localhost/a'}}                       | organization.logo_url
          UpdateOrganization    | {'id':'org_x','organization':{'display_name':'A'}}                                | id
          ListOrganization      | {'page_size':101}                                                                 | page_size
          CreateConnection      | {'organization_id':ORG,'connection':{'provider':'OKTA','type':99}}                | connection.type
          GetConnection         | {'organization_id':ORG,'id':ORG}                                                  | id
          EnableConnection      | {'organization_id':'org_x','id':OIDC}                                             | organization_id
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'issuer':'ftp://idp.example/'}}}                      | connection.oidc_config.issuer
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'issuer':'http://127.0.0.1:9'}}}                      | connection.oidc_config.issuer
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'discovery_endpoint':'http://127.0.0.1:9/.well-known/openid-configuration'}}} | connection.oidc_config.discovery_endpoint
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'discovery_endpoint':'nowhere'}}}                     | connection.oidc_config.discovery_endpoint
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'token_uri':'http://10.0.0.1/token'}}}                | connection.oidc_config.token_uri
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'authorize_uri':'nowhere'}}}                          | connection.oidc_config.authorize_uri
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'scopes':['email']}}}                                 | connection.oidc_config.scopes
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'scopes':['openid',99]}}}                             | connection.oidc_config.scopes[1]
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'client_secret':'********abcd'}}}                     | connection.oidc_config.client_secret
          UpdateConnection      | {'organization_id':ORG,'id':OIDC,'connection':{'provider':'OKTA','attribute_mapping':{'email':'#'}}}                                  | connection.attribute_mapping[email]
          UpdateConnection      | {'organization_id':ORG,'id':SAML,'connection':{'provider':'OKTA','saml_config':{'idp_certificate':'nonsense'}}}                       | connection.saml_config.idp_certificate
          UpdateConnection      | {'organization_id':ORG,'id':SAML,'connection':{'provider':'OKTA','saml_config':{'idp_metadata_url':'http://127.0.0.1:9/'}}}           | connection.saml_config.idp_metadata_url
          UpdateEnvironmentConnection | {'connection_id':OIDC,'connection':{'provider':'OKTA','oidc_config':{'client_secret':'********abcd'}}}                          | connection.oidc_config.client_secret
          ImportSamlMetadata    | {'organization_id':ORG,'id':SAML,'xml':'<a/>'}                                    | xml
          CreateWebhookEndpoint | {'endpoint':{'name':'A','url':'ftp://a.example/'}}                                | endpoint.url
          CreateWebhookEndpoint | {'endpoint':{'name':'','url':'http://127.0.0.1:9/'}}                              | endpoint.name
          CreateWebhookEndpoint | {'endpoint':{'name':'A','url':'http://127.0.0.1:9/','event_types':['organization.created','']}} | endpoint.event_types[1]
          CreateWebhookEndpoint | {'endpoint':{'name':'A','url':'http://127.0.0.1:9/','event_types':['nonsense']}}  | endpoint.event_types
          CreateWebhookEndpoint | {'endpoint':{'name':'A','url':'http://127.0.0.1:9/','timeout_seconds':31}}        | endpoint.timeout_seconds
          CreateWebhookEndpoint | {'endpoint':{'name':'A','url':'http://127.0.0.1:9/','retry_delays_seconds':[1,604801]}} | endpoint.retry_delays_seconds[1]
          CreateWebhookEndpoint | {'endpoint':{'name':'A','url':'http://127.0.0.1:9/','headers':{'webhook-id':'1'}}} | endpoint.headers
          UpdateWebhookEndpoint | {'id':HOOK,'endpoint':{'url':'ftp://a.example/'}}                                 | endpoint.url
          UpdateWebhookEndpoint | {'id':HOOK,'endpoint':{'headers':{'values':{'webhook-id':'1'}}}}                  | endpoint.headers
          SendTestEvent         | {'id':HOOK,'event_type':'nonsense'}                                               | event_type
          CreateDomain          | {'organization_id':ORG,'domain':{'domain':'gmail.com'}}                           | domain.domain
          AssignDomainsToConnection | {'organization_id':ORG,'connection_id':OIDC,'domain_ids':['dom_1','x']}       | domain_ids[1]
          CreateClient          | {'client':{'name':'A','client_type':'WEB','post_login_uris':['https://a.example/','javascript:a']}} | client.post_login_uris[1]
          CreateToken           | {'token':{'organization_id':'x'}}                                                 | token.organization_id
          """)
  void aFieldHasOneNameAtEitherDoor(String rpc, String request, String field)
      throws InvalidProtocolBufferException {
    HttpBinding route =
        ApiRoutes.all().stream()
            .filter(candidate -> candidate.rpc().getName().equals(rpc))
            .findFirst()
            .orElseThrow();
    String json =
        request
            .replace('\'', '"')
            .replace("#", "x".repeat(300))
            .replace("ORG", "\"" + organization + "\"")
            .replace("OIDC", "\"" + oidc + "\"")
            .replace("SAML", "\"" + saml + "\"")
            .replace("HOOK", "\"" + endpoint + "\"");

    Refusal atRest = Refusal.rest(overRest(route, Json.parseObject(json)));
    Refusal atGrpc = Refusal.grpc(() -> overGrpc(route, json));

    assertThat(atRest.fields()).as(atRest.message()).containsExactly(field);
    assertThat(atGrpc.fields()).as(atGrpc.message()).containsExactly(field);
    assertThat(atGrpc.code()).isEqualTo(atRest.code());
    assertIsPath(route.rpc().getInputType(), field);
  }

  private static ApiWorld.Answer overRest(HttpBinding route, ObjectNode request) {
    String path = route.template();
    for (String variable : route.variables()) {
      path = path.replace("{" + variable + "}", request.remove(variable).asText());
    }
    if (route.body().isEmpty()) {
      String query =
          request.properties().stream()
              .map(field ->
                  field.getKey()
                      + "="
                      + URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      return world.rest(route.method(), query.isEmpty() ? path : path + "?" + query, "");
    }
    boolean whole = route.body().equals(HttpBinding.WHOLE_REQUEST);
    return world.rest(
        route.method(), path, Json.text(whole ? request : request.path(route.body())));
  }

  private static DynamicMessage overGrpc(HttpBinding route, String json)
      throws InvalidProtocolBufferException {
    var message = DynamicMessage.newBuilder(route.rpc().getInputType());
    JsonFormat.parser().merge(json, message);
    var method =
        MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(route.rpc().getService().getFullName() + "/" + route.rpc().getName())
            .setRequestMarshaller(
                ProtoUtils.marshaller(
                    DynamicMessage.getDefaultInstance(route.rpc().getInputType())))
            .setResponseMarshaller(
                ProtoUtils.marshaller(
                    DynamicMessage.getDefaultInstance(route.rpc().getOutputType())))
            .build();
    return ClientCalls.blockingUnaryCall(grpc, method, CallOptions.DEFAULT, message.build());
  }

  /// That the request has a field there.
  private static void assertIsPath(Descriptor type, String path) {
    String first = path.replaceFirst("[\\[.].*", "");
    FieldDescriptor field = type.findFieldByName(first);
    assertThat(field).as(first + " in " + type.getFullName()).isNotNull();
    String rest = path.substring(first.length()).replaceFirst("^\\[[^\\]]*\\]", "");
    if (!rest.isEmpty()) {
      assertIsPath(field.getMessageType(), rest.substring(1));
    }
  }

  @Test
  void aSpellingOfJsonIsAnsweredInTheWordsOfTheContract() {
    ApiWorld.Answer answer = world.rest(POST, "/api/v1/organizations", "{\"displayName\":5}");

    assertThat(Refusal.rest(answer).fields()).containsExactly("organization.display_name");
  }

  @Test
  void whatAnEnumMayBeIsToldAtEitherDoor() {
    String json = "{\"organization\":{\"display_name\":\"A\",\"region_code\":99}}";
    HttpBinding route =
        ApiRoutes.all().stream()
            .filter(candidate -> candidate.rpc().getName().equals("CreateOrganization"))
            .findFirst()
            .orElseThrow();

    assertThat(Refusal.rest(overRest(route, Json.parseObject(json))).message())
        .endsWith("expected one of: REGION_CODE_UNSPECIFIED, US, EU");
    assertThat(Refusal.grpc(() -> overGrpc(route, json)).message())
        .endsWith("expected one of: REGION_CODE_UNSPECIFIED, US, EU");
  }
}
