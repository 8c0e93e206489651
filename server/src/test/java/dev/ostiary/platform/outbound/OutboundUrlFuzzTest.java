package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.ostiary.platform.Problem;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.provider.ValueSource;

/// A URL that we accept is read in one way, by us and by the JDK, and no trick hides its host.
class OutboundUrlFuzzTest {
  private static final AddressPolicy CLOSED = new AddressPolicy(List.of(), List.of(), List::of);

  @ValueSource(
      strings = {
        "https://app.example.com/hooks?x=1",
        "https://app.example.com:8443",
        "https://127.0.0.1%2f@x.test",
        "https://a@127.0.0.1",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://[::ffff:7f00:1]/",
        "https://xn--bcher-kva.example/",
        "HTTPS://app.example.com./\\evil"
      })
  @FuzzTest(maxDuration = "2m")
  void anAcceptedUrlHasOneHost(@NotNull String text) {
    OutboundUrl url;
    try {
      url = OutboundUrl.parse("url", text, CLOSED);
    } catch (Problem refused) {
      assertThat(refused).hasMessageNotContaining("Exception");
      return;
    }
    URI other = URI.create(text);
    assertThat(other.getHost()).isEqualToIgnoringCase(url.host());
    assertThat(other.getRawUserInfo()).isNull();
    assertThat(other.getScheme()).isEqualToIgnoringCase("https");
    assertThat(url.host()).contains(".").doesNotContain(" ", "\\", "@", "%");
  }
}
