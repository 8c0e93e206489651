package dev.ostiary.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice@acme.com",
        "Alice.O'Hara+sso@mail.acme.co.uk",
        "a@b.io",
        "0-9_x@xn--bcher-kva.example"
      })
  void plainAddresses(String text) {
    assertThat(EmailAddress.find(text)).isPresent();
  }

  @Test
  void theDomainIsComparedInLowerCase() {
    EmailAddress address = EmailAddress.find("Alice@ACME.Com").orElseThrow();

    assertThat(address.local()).isEqualTo("Alice");
    assertThat(address.domain()).isEqualTo("acme.com");
    assertThat(address).hasToString("Alice@acme.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "@acme.com",
        "alice@",
        "alice@acme",
        "alice@acme..com",
        "alice@-acme.com",
        ".alice@acme.com",
        "al..ice@acme.com",
        "alice@acme.com ",
        " alice@acme.com",
        "alice@acme.com\n",
        "alice@acme.com\0",
        "alice@evil.com@acme.com",
        "\"alice@evil.com\"@acme.com",
        "\"alice\"@acme.com",
        "alice(evil.com)@acme.com",
        "alice@acme.com,evil@evil.com",
        "Alice <alice@acme.com>",
        "alice@[127.0.0.1]",
        "alice@аcme.com",
        "аlice@acme.com",
        "alice＠acme.com",
        "=?utf-8?q?alice=40evil.com=3e=00?=@acme.com",
        "x=?x?q?foo=40evil.com?=y@acme.com"
      })
  void everythingElseIsNone(String text) {
    assertThat(EmailAddress.find(text)).isEmpty();
  }

  @Test
  void lengthsAreThoseOfTheStandard() {
    assertThat(EmailAddress.find("a".repeat(64) + "@acme.com")).isPresent();
    assertThat(EmailAddress.find("a".repeat(65) + "@acme.com")).isEmpty();
    assertThat(EmailAddress.find("a@" + "b.".repeat(140) + "com")).isEmpty();
  }
}
