package dev.ostiary.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Foreign text stays text, wherever it is put.
class HtmlTest {
  private static final String ATTACK = "\"'><script>alert(1)</script>&amp;";

  @Test
  void markupIsWhatItsPartsSay() {
    assertThat(Tags.p("a & b", Attributes.css("quiet")))
        .hasToString("<p class=\"quiet\">a &amp; b</p>");
    assertThat(Tags.input(Attributes.name("x"), Attributes.checked(true)))
        .hasToString("<input name=\"x\" checked>");
  }

  @Test
  void textCannotBecomeMarkup() {
    assertThat(Tags.p(ATTACK).toString()).doesNotContain("<script").contains("&lt;script&gt;");
    assertThat(Tags.p(Attributes.title(ATTACK)).toString())
        .doesNotContain("<script")
        .contains("title=\"&quot;&#39;&gt;");
    assertThat(Field.line("name", ATTACK).value(ATTACK).hint(ATTACK).html(Problems.NONE).toString())
        .doesNotContain("<script");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd"
      })
  void anAddressThatRunsSomethingLeadsNowhere(String address) {
    assertThat(Tags.a("x", Attributes.href(address))).hasToString("<a href=\"#\">x</a>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard",
        "?page=abc",
        "#content",
        "https://idp.example.com/a?b=c:d",
        "http://localhost:8080/",
        "mailto:it@example.com",
        "/path/with:colon"
      })
  void otherAddressesStayAsTheyAre(String address) {
    assertThat(Tags.a("x", Attributes.href(address)).toString()).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"onclick", "onload", "style", "srcdoc", "hx-on", "hx-on--load", "a b", "a>"})
  void attributesThatHoldCodeOrStylesCannotBeMade(String name) {
    assertThatThrownBy(() -> Attribute.of(name, "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Attribute.flag(name, true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
