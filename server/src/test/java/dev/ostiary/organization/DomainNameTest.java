package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
  @ParameterizedTest
  @CsvSource({
    "acme.example, acme.example",
    "Acme.EXAMPLE, acme.example",
    "acme.example., acme.example",
    "'  acme.example ', acme.example",
    "mail.acme.co.uk, mail.acme.co.uk",
    "acme-1.test, acme-1.test",
    "b\u00fccher.example, xn--bcher-kva.example",
    "B\u00dcCHER.example, xn--bcher-kva.example",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "\u4f8b\u3048.jp, xn--r8jz45g.jp",
    "acme\u3002example, acme.example"
  })
  void aDomainHasOneForm(String written, String form) {
    assertThat(DomainName.parse(written).text()).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "...",
        "acme",
        "localhost",
        "a.b",
        "acme..example",
        "-acme.example",
        "acme_.example",
        "acme.example/path",
        "https://acme.example",
        "someone@acme.example",
        "192.0.2.1",
        "[2001:db8::1]",
        "acme.example\n",
        "*.acme.example",
        "acme .example"
      })
  void nothingElseIsADomain(String written) {
    assertThatThrownBy(
            () -> DomainName.parse(written.equals("acme.example\n") ? "ac\nme.example" : written))
        .isInstanceOf(Problem.class)
        .hasMessage("domain: found no domain name; expected one such as example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gmail.com",
        "GMAIL.com",
        "outlook.com",
        "yahoo.co.uk",
        "proton.me",
        "mailinator.com",
        "web.de"
      })
  void nobodyOwnsAPublicProvider(String written) {
    assertThatThrownBy(() -> DomainName.parse(written))
        .hasMessageContaining("belongs to a public e-mail provider");
  }

  @ParameterizedTest
  @ValueSource(strings = {"co.uk", "com.br", "github.io", "k12.ca.us"})
  void nobodyOwnsAPublicSuffix(String written) {
    assertThatThrownBy(() -> DomainName.parse(written)).hasMessageContaining("is a public suffix");
  }

  @Test
  void aLetterThatIsReadInTwoWaysIsRefused() {
    assertThatThrownBy(() -> DomainName.parse("stra\u00dfe.example")).hasMessageContaining("xn--");
    assertThat(DomainName.parse("xn--strae-oqa.example").text()).isEqualTo("xn--strae-oqa.example");
  }

  @Test
  void theDomainOfAnAddressIsWhatStandsBehindTheLastAt() {
    assertThat(DomainName.ofEmail("a@b@Acme.example")).contains(new DomainName("acme.example"));
    assertThat(DomainName.ofEmail("someone@gmail.com")).isEmpty();
    assertThat(DomainName.ofEmail("@acme.example")).isEmpty();
    assertThat(DomainName.ofEmail("acme.example")).isEmpty();
  }

  @Test
  void whatIsStoredStaysReadableWhenAListGrows() {
    assertThat(new DomainName("gmail.com").text()).isEqualTo("gmail.com");
  }
}
