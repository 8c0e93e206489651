package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.outbound.TestCertificates;
import dev.ostiary.wire.organizations.GetOrganizationRequest;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// With a certificate the one port speaks TLS, and plain text as before.
class TlsTest {
  private static final String ORGANIZATIONS = "/api/v1/organizations";

  @TempDir static Path folder;

  private static TestCertificates.Pem own;
  private static TestServer server;
  private static ClientFactory trusting;
  private static String token;
  private static String organization;

  @BeforeAll
  static void start() throws Exception {
    Path store = new TestCertificates(folder).selfSigned("server", "dns:localhost");
    own = TestCertificates.pem(store);
    server = TestServer.start(settings(own.certificate(), own.key()));
    trusting =
        ClientFactory.builder()
            .tlsCustomizer(tls -> tls.trustManager(own.certificate().toFile()))
            .build();
    WebClient client = WebClient.builder(server.url()).factory(trusting).build();
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(server.clientId(), server.clientSecret());
    RequestHeaders head =
        RequestHeaders.builder(HttpMethod.POST, "/oauth/token")
            .add("content-type", "application/x-www-form-urlencoded")
            .build();
    AggregatedHttpResponse answer = client.execute(head, form).aggregate().join();
    token = Json.parseObject(answer.contentUtf8()).path("access_token").asText();
    AggregatedHttpResponse created =
        client
            .execute(bearer(HttpMethod.POST, ORGANIZATIONS), "{\"display_name\":\"Acme\"}")
            .aggregate()
            .join();
    organization = Json.parseObject(created.contentUtf8()).path("organization").path("id").asText();
    assertThat(organization).startsWith("org_");
  }

  @AfterAll
  static void stop() {
    trusting.close();
    server.close();
  }

  private static Map<String, String> settings(Path certificate, Path key) {
    return Map.of(
        "OSTIARY_URL", "https://localhost",
        "OSTIARY_TLS_CERTIFICATE", certificate.toString(),
        "OSTIARY_TLS_KEY", key.toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = SessionProtocol.class,
      names = {"H1", "H2", "H1C", "H2C"})
  void restAnswersOverEachProtocol(SessionProtocol protocol) {
    WebClient client = WebClient.builder(at(protocol)).factory(trusting).build();

    AggregatedHttpResponse answer =
        client
            .execute(HttpRequest.of(bearer(HttpMethod.GET, ORGANIZATIONS + "/" + organization)))
            .aggregate()
            .join();

    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.contentUtf8()).contains(organization);
  }

  @ParameterizedTest
  @EnumSource(
      value = SessionProtocol.class,
      names = {"H2", "H2C"})
  void grpcAnswersWithTlsAndWithout(SessionProtocol protocol) {
    OrganizationServiceBlockingStub client =
        GrpcClients.builder("gproto+" + at(protocol))
            .factory(trusting)
            .addHeader("authorization", "Bearer " + token)
            .build(OrganizationServiceBlockingStub.class);

    assertThat(client.getOrganization(request(organization)).getOrganization().getDisplayName())
        .isEqualTo("Acme");
    assertThatThrownBy(() -> client.getOrganization(request("org_1")))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  @Test
  void whoDoesNotTrustTheCertificateGetsNoAnswer() {
    WebClient stranger = WebClient.of(at(SessionProtocol.H2));

    assertThatThrownBy(() -> stranger.get("/keys").aggregate().join())
        .isInstanceOf(CompletionException.class)
        .hasStackTraceContaining(SSLHandshakeException.class.getSimpleName());
  }

  @Test
  void theIssuerIsTheHttpsAddress() {
    WebClient client = WebClient.builder(server.url()).factory(trusting).build();
    String document =
        client.get("/.well-known/openid-configuration").aggregate().join().contentUtf8();

    assertThat(Json.parseObject(document).path("issuer").asText())
        .isEqualTo(server.url().toString())
        .startsWith("https://");
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void filesThatCannotBeUsedAreNamed(List<Path> files) {
    assertThatThrownBy(() -> TestServer.start(settings(files.get(0), files.get(1))))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("OSTIARY_TLS_CERTIFICATE")
        .hasMessageContaining(files.get(0).toString())
        .hasMessageContaining("OSTIARY_TLS_KEY");
  }

  static List<List<Path>> unusable() throws Exception {
    Path other = new TestCertificates(folder).selfSigned("other", "dns:localhost");
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no certificate");
    return List.of(
        List.of(folder.resolve("missing.pem"), own.key()),
        List.of(garbage, own.key()),
        List.of(own.certificate(), garbage),
        List.of(own.certificate(), TestCertificates.pem(other).key()));
  }

  private static String at(SessionProtocol protocol) {
    URI url = server.url();
    return protocol.uriText() + "://" + url.getAuthority() + "/";
  }

  private static RequestHeaders bearer(HttpMethod method, String path) {
    return RequestHeaders.builder(method, path)
        .add("authorization", "Bearer " + token)
        .add("content-type", "application/json")
        .build();
  }

  private static GetOrganizationRequest request(String id) {
    return GetOrganizationRequest.newBuilder().setId(id).build();
  }
}
