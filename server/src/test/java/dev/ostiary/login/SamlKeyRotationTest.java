package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.Connection;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.protocol.saml.TestEncryption;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What an identity provider sees of it when our key is replaced: it goes by our metadata.
class SamlKeyRotationTest {
  private static final Instant ISSUED = Instant.parse(Draft.ISSUED);

  private static LoginWorld world;
  private static SamlProvider idp;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    idp = new SamlProvider(world);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void theKeysTakeOverFromEachOtherAndNoSignInFails() throws Exception {
    // The assertion of the test has one time: that at which the old key's overlap is about to end.
    Instant begin =
        ISSUED
            .plusSeconds(2)
            .minus(SpKeys.SCHEDULE.retirement())
            .minus(SpKeys.SCHEDULE.preparation());
    world.clock.set(begin);
    Connection connection =
        idp.connection(SamlProvider.settings().wantRequestSigned(true).assertionEncrypted(true));
    X509Certificate old = published(connection, "encryption").getFirst();
    new SpKeys(world.database, world.sealer, world.clock, new SecureRandom())
        .rotate(world.environment);

    world.clock.advance(Duration.ofMinutes(1)); // what our memory lasts
    List<X509Certificate> both = published(connection, "signing");
    X509Certificate next = both.getLast();
    assertThat(both).containsExactly(old, next).doesNotHaveDuplicates();
    assertThat(published(connection, "encryption")).containsExactly(next);
    assertThat(isSignedWith(old, connection)).isTrue();

    world.clock.set(ISSUED);
    assertThat(published(connection, "signing")).containsExactly(next);
    assertThat(isSignedWith(next, connection)).isTrue();
    assertThat(signIn(connection, old)).containsKey("code");
    assertThat(signIn(connection, next)).containsKey("code");

    world.clock.set(ISSUED.plusSeconds(2));
    assertThat(signIn(connection, old))
        .containsEntry("error", "invalid_saml_response")
        .doesNotContainKey("code");
    assertThat(signIn(connection, next)).containsKey("code");
  }

  private static Map<String, String> signIn(Connection connection, X509Certificate encryptedFor) {
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, connection);
    Draft answer =
        idp.answer(connection, request)
            .signed(Draft.Signed.ASSERTION)
            .encrypted(TestEncryption.gcm(encryptedFor.getPublicKey()));
    return browser
        .post(idp.urls(connection).callback(), SamlProvider.form(answer, request.get("RelayState")))
        .parameters();
  }

  /// The certificates of our metadata, in its order.
  private static List<X509Certificate> published(Connection connection, String use)
      throws Exception {
    Matcher base64 =
        Pattern.compile("use=\"" + use + "\">.*?<ds:X509Certificate>([^<]+)<")
            .matcher(new Browser().get(idp.urls(connection).metadata()).body());
    List<X509Certificate> certificates = new ArrayList<>();
    while (base64.find()) {
      byte[] der = Base64.getDecoder().decode(base64.group(1));
      certificates.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    }
    return certificates;
  }

  /// Whether our request, sent by redirect, is signed with this certificate's key.
  private static boolean isSignedWith(X509Certificate certificate, Connection connection)
      throws Exception {
    Page departure =
        new Browser()
            .get(world.authorizeUrl(world.request("connection_id", connection.id().toString())));
    String[] query = departure.location().getRawQuery().split("&Signature=", 2);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(certificate);
    signature.update(query[0].getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getDecoder().decode(departure.parameters().get("Signature")));
  }
}
