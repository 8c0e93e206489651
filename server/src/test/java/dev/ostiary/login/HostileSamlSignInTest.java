package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.SamlChange;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.protocol.saml.TestEncryption;
import dev.ostiary.protocol.saml.TestKeys;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.token.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers, other customers and other identity providers can do to SAML sign-ins: nothing.
/// After each of the tests an honest sign-in succeeds.
class HostileSamlSignInTest {
  private static LoginWorld world;
  private static SamlProvider idp;
  private static Connection acme;
  private static Connection open;
  private static OrganizationId rival;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    idp = new SamlProvider(world);
    acme = idp.connection(SamlProvider.settings());
    open = idp.connection(SamlProvider.settings().allowIdpInitiatedLogin(true));
    rival = world.organization("Rival", "rival.example");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @AfterEach
  void control() {
    assertThat(idp.signIn(new Browser(), acme).parameters()).containsKey("code");
  }

  /// Who does not know the handle, which only the provider and this browser do, ends nothing.
  @Test
  void aStrangersFormDoesNotUseUpTheAttempt() {
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, acme);
    String handle = request.get("RelayState");
    Draft good = idp.answer(acme, request).signed(Draft.Signed.BOTH);
    Draft bad = good.replacing(">alice<", ">evil<");
    String guessed = handle.substring(0, handle.indexOf('.') + 1) + "A".repeat(43);

    Page toVictim = browser.post(callback(acme), SamlProvider.form(bad, guessed));
    Map<String, String> reposted = SamlProvider.form(bad, handle);
    reposted.put("reposted", "1");
    Page byStranger = new Browser().post(callback(acme), reposted);

    assertThat(toVictim.status()).isEqualTo(400);
    assertThat(byStranger.status()).isEqualTo(400);
    assertThat(browser.post(callback(acme), SamlProvider.form(good, handle)).parameters())
        .containsKey("code");
  }

  /// The rival calls its provider by the name of Acme's, once with Acme's certificate, which is no
  /// secret, and once with its own.
  @Test
  void whoCallsItselfLikeAnotherIsNotTheOther() {
    Connection same = idp.connection(rival, SamlProvider.settings());
    Connection own = idp.connection(rival, settingsOf(TestKeys.STRANGER));
    Browser browser = new Browser();

    Map<String, String> atRival = idp.depart(browser, same);
    Draft meantForAcme = idp.answer(acme, atRival).signed(Draft.Signed.BOTH);
    Map<String, String> atAcme = idp.depart(browser, acme);
    Draft byStranger = TestKeys.STRANGER.sign(idp.answer(acme, atAcme), Draft.Signed.BOTH);
    Page taken = browser.post(callback(same), SamlProvider.form(meantForAcme, handle(atRival)));
    Page forged = browser.post(callback(acme), SamlProvider.form(byStranger, handle(atAcme)));

    assertThat(taken.parameters()).containsEntry("error", "invalid_acs_url");
    assertThat(forged.parameters()).containsEntry("error", "signature_validation_failed");
    Map<String, String> honest = idp.depart(browser, own);
    Draft atOwn = TestKeys.STRANGER.sign(idp.answer(own, honest), Draft.Signed.BOTH);
    assertThat(browser.post(callback(own), SamlProvider.form(atOwn, handle(honest))).parameters())
        .as("the control")
        .containsKey("code");
  }

  /// Their provider may say what it likes, of its own people.
  @Test
  void aRivalsProviderCannotMakeAcmesPeople() {
    Connection theirs = idp.connection(rival, settingsOf(TestKeys.STRANGER));
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, theirs);
    Draft ceo =
        TestKeys.STRANGER.sign(
            idp.answer(theirs, request).replacing("alice@acme.test", "ceo@example.com"),
            Draft.Signed.ASSERTION);

    Page end = browser.post(callback(theirs), SamlProvider.form(ceo, handle(request)));

    assertThat(end.parameters()).containsKey("code");
    Identity identity = world.session(browser).identity();
    assertThat(identity.name()).isEqualTo(theirs.id() + ";alice");
    assertThat(identity.organization()).isEqualTo(rival);
    assertThat(identity.profile().email()).isEqualTo("ceo@example.com");
    assertThat(identity.profile().emailVerified()).isFalse();
  }

  @Test
  void anotherEnvironmentDoesNotKnowTheConnection() {
    URI other = URI.create("http://localhost:" + world.server.activeLocalPort());
    world.environments.create("Other", other);
    Draft draft = idp.addressed(Draft.unsolicited(), open).signed(Draft.Signed.BOTH);
    String there = callback(open).replace(world.environment.url().toString(), other.toString());

    assertThat(new Browser().post(there, SamlProvider.form(draft, null)).status()).isEqualTo(400);
    assertThat(new Browser().post(callback(open), SamlProvider.form(draft, null)).parameters())
        .as("the control")
        .containsKey("idp_initiated_login");
  }

  /// Whoever holds a captured message learns nothing of what is in it from what we say to changes.
  @Test
  void whateverIsWrongWithACiphertextTheAnswerIsTheSame() {
    Connection strict = idp.connection(SamlProvider.settings().assertionEncrypted(true));
    TestEncryption encryption =
        TestEncryption.gcm(
            new SpKeys(world.database, world.sealer, world.clock, new java.security.SecureRandom())
                .signing(world.environment)
                .certificate()
                .getPublicKey());
    Random random = new Random(1);
    Set<String> answers = new HashSet<>();

    for (int i = 0; i < 24; i++) {
      Browser browser = new Browser();
      Map<String, String> request = idp.depart(browser, strict);
      Draft good = idp.answer(strict, request).signed(Draft.Signed.ASSERTION).encrypted(encryption);
      Page end =
          browser.post(
              callback(strict), SamlProvider.form(broken(good, i, random), handle(request)));
      answers.add(
          end.status()
              + " "
              + end.parameters()
              + " "
              + end.response().headers().map().keySet()
              + end.body());
    }

    assertThat(answers).hasSize(1);
    assertThat(answers.iterator().next()).contains("error=invalid_saml_response");
  }

  /// A bit of the key, of the nonce, of the content or of the tag; or too little of it.
  private static Draft broken(Draft good, int how, Random random) {
    List<String> values =
        java.util.regex.Pattern.compile("<xenc:CipherValue>([^<]+)<")
            .matcher(good.xml())
            .results()
            .map(found -> found.group(1))
            .toList();
    String value = values.get(how % 2);
    byte[] bytes = Base64.getDecoder().decode(value);
    if (how % 8 == 7) {
      bytes = java.util.Arrays.copyOf(bytes, 20);
    } else {
      int place = how % 8 == 1 ? 0 : how % 8 == 3 ? bytes.length - 1 : random.nextInt(bytes.length);
      bytes[place] ^= 1;
    }
    return good.replacing(value, Base64.getEncoder().encodeToString(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "a\r\nlocation: https://evil.example/",
        "\"><script>alert(1)</script>"
      })
  void aRelayStateOfSomebodyElseLeadsNowhere(String state) {
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, acme);
    Draft draft = idp.answer(acme, request).signed(Draft.Signed.BOTH);
    Draft unasked = idp.addressed(Draft.unsolicited(), open).signed(Draft.Signed.BOTH);

    Page answered = browser.post(callback(acme), SamlProvider.form(draft, state));
    Page begun = new Browser().post(callback(open), SamlProvider.form(unasked, state));

    assertThat(answered.status()).isEqualTo(400);
    assertThat(answered.body()).doesNotContain("evil", "<script>");
    assertThat(begun.location().toString())
        .startsWith("https://app.example.com/login?idp_initiated_login=")
        .doesNotContain("evil");
    assertThat(browser.post(callback(acme), SamlProvider.form(draft, handle(request))).parameters())
        .as("it used up nothing")
        .containsKey("code");
  }

  @Test
  void whatIsTooLargeOrPackedIsNotRead() throws IOException {
    String form =
        Browser.encode(
            SamlProvider.form(
                idp.addressed(Draft.unsolicited(), open).signed(Draft.Signed.BOTH), null));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(form.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(post(HttpData.ofUtf8(form + "&x=" + "x".repeat(11_000_000)), "").status().code())
        .isIn(400, 413);
    assertThat(post(HttpData.wrap(packed.toByteArray()), "gzip").status().code()).isEqualTo(400);
    assertThat(post(HttpData.ofUtf8(form), "").status().code()).as("the control").isEqualTo(303);
  }

  private static AggregatedHttpResponse post(HttpData body, String encoding) {
    var head =
        RequestHeaders.builder(HttpMethod.POST, URI.create(callback(open)).getPath())
            .contentType(MediaType.FORM_DATA);
    if (!encoding.isEmpty()) {
      head.set("content-encoding", encoding);
    }
    return WebClient.of(world.environment.url())
        .execute(HttpRequest.of(head.build(), body))
        .aggregate()
        .join();
  }

  private static SamlChange settingsOf(TestKeys keys) {
    return SamlProvider.settings().idpCertificate(keys.idpCertificate().pem());
  }

  private static String callback(Connection of) {
    return idp.urls(of).callback();
  }

  private static String handle(Map<String, String> request) {
    return request.get("RelayState");
  }
}
