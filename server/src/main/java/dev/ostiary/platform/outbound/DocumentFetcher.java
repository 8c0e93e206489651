package dev.ostiary.platform.outbound;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.outbound.OutboundResult.Answer;
import dev.ostiary.platform.outbound.OutboundResult.NoAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fetches documents that describe an identity provider, such as its SAML metadata or its discovery
/// document. Whatever is not a whole document becomes a refusal that the person who typed the URL
/// can act on.
public final class DocumentFetcher {
  /// The largest metadata of a single provider seen is below 100 KB; federations of thousands are
  /// not read from here.
  public static final int MAX_BYTES = 512 * 1024;

  /// A person waits for the answer.
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final byte[] NO_BODY = {};

  private final OutboundClient client;

  public DocumentFetcher(OutboundClient client) {
    this.client = client;
  }

  /// Makes sure that the URL is one that documents would be fetched from now.
  ///
  /// @throws Problem when it is not acceptable, or its host leads to a blocked address
  public void vet(String field, String url) {
    var _ = client.accept(field, url);
  }

  /// Reads the URL, vets its host and fetches the document.
  ///
  /// @param field the path of the field that holds the URL, for the refusal
  /// @param accept the media types asked for, as an `accept` header
  /// @throws Problem when there is no such document to be had
  public String fetch(String field, String url, String accept) {
    return fetch(field, client.accept(field, url), accept);
  }

  /// Fetches the document.
  ///
  /// @throws Problem when there is no such document to be had
  public String fetch(String field, OutboundUrl url, String accept) {
    var headers = new OutboundHeaders(Map.of("accept", accept, "accept-encoding", "identity"));
    var request =
        new OutboundRequest(OutboundRequest.Method.GET, url, headers, NO_BODY, DEADLINE, MAX_BYTES);
    return switch (client.send(request)) {
      case NoAnswer failed -> throw Problem.invalid(field, failed.message() + "; check the URL");
      case Answer answer -> text(field, url, answer);
    };
  }

  private static String text(String field, OutboundUrl url, Answer answer) {
    if (answer.status() != 200) {
      throw Problem.invalid(field, statusInWords(url, answer));
    }
    if (answer.truncated()) {
      throw Problem.invalid(
          field,
          "the document at "
              + url
              + " is larger than "
              + MAX_BYTES / 1024
              + " KiB, expected the metadata of a single identity provider");
    }
    if (isEncoded(answer.contentEncoding())) {
      throw Problem.invalid(
          field,
          url.host() + " sent the document compressed although it was asked for it as it is");
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw Problem.invalid(field, "the document at " + url + " is not UTF-8 text");
    }
  }

  private static boolean isEncoded(@Nullable String contentEncoding) {
    return contentEncoding != null
        && !contentEncoding.isBlank()
        && !contentEncoding.trim().toLowerCase(Locale.ROOT).equals("identity");
  }

  private static String statusInWords(OutboundUrl url, Answer answer) {
    String found = url.host() + " answered with status " + answer.status() + ", expected 200";
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 ->
          found
              + "; redirects are not followed, so give the address the document finally has"
              + (answer.location() == null ? "" : " (it points to " + answer.location() + ")");
      case 401, 403 -> found + "; the document must be readable without signing in";
      case 404, 410 -> found + "; there is no document at this URL";
      case 429, 503 -> found + "; try again in a while";
      default -> found + "; open the URL in a browser to see what it says";
    };
  }
}
