package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OidcChangeTest {
  private static final String ISSUER = "https://idp.example.com";

  /// Another provider must not be shown the ID tokens of this one.
  @Test
  void whereToSignOutGoesWithTheIssuer() {
    OidcConfig known =
        OidcChange.found(FakeMetadata.endpoints(ISSUER), new OidcChange())
            .applyTo(OidcConfig.EMPTY);
    OidcConfig same = new OidcChange().issuer(ISSUER).clientId("another").applyTo(known);
    OidcConfig moved = new OidcChange().issuer("https://other.example.com").applyTo(known);

    assertThat(known.endSessionUri()).isEqualTo("https://idp.example.com/logout");
    assertThat(same.endSessionUri()).isEqualTo(known.endSessionUri());
    assertThat(moved.endSessionUri()).isNull();
  }
}
