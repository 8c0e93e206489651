package dev.ostiary.connection;

import dev.ostiary.connection.OidcConfig.TokenAuthType;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.platform.outbound.OutboundHeaders;
import dev.ostiary.platform.outbound.OutboundRequest;
import dev.ostiary.platform.outbound.OutboundRequest.Method;
import dev.ostiary.platform.outbound.OutboundResult;
import dev.ostiary.platform.outbound.OutboundResult.Answer;
import dev.ostiary.platform.outbound.OutboundResult.NoAnswer;
import dev.ostiary.protocol.oidc.TokenResponse;
import dev.ostiary.protocol.oidc.UserInfoResponse;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The calls to a customer's OpenID provider while a person signs in. Whatever goes wrong on the
/// way is an answer too, in plain words.
public final class ProviderCalls {
  /// A person waits in front of an empty page.
  static final Duration DEADLINE = Duration.ofSeconds(10);

  /// Tokens and claims of people in thousands of groups.
  static final int MAX_ANSWER = 256 * 1024;

  private static final byte[] NO_BODY = {};

  private final OutboundClient client;

  public ProviderCalls(OutboundClient client) {
    this.client = client;
  }

  /// Redeems a code at the provider's token endpoint.
  ///
  /// @param config complete
  /// @param redirectUri that the code was sent to
  /// @param verifier of PKCE; null when the request had no challenge
  public TokenResponse redeem(
      OidcConfig config, String redirectUri, Secret code, @Nullable Secret verifier) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code.reveal());
    form.put("redirect_uri", redirectUri);
    if (verifier != null) {
      form.put("code_verifier", verifier.reveal());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("accept", "application/json");
    headers.put("accept-encoding", "identity");
    headers.put("content-type", "application/x-www-form-urlencoded");
    authenticate(config, form, headers);
    byte[] body =
        form.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"))
            .getBytes(StandardCharsets.US_ASCII);
    String url = Objects.requireNonNull(config.tokenUri());
    return switch (call(Method.POST, OidcConfig.TOKEN_URI, url, headers, body)) {
      case Failed(String found) -> new TokenResponse.Malformed(found);
      case Read(int status, String type, String text) -> TokenResponse.read(status, type, text);
    };
  }

  /// RFC 6749, section 2.3.1: id and secret are form-encoded before they are joined, so that a
  /// colon or a letter outside ASCII survives.
  private static void authenticate(
      OidcConfig config, Map<String, String> form, Map<String, String> headers) {
    String id = Objects.requireNonNull(config.clientId());
    String secret = Objects.requireNonNull(config.clientSecret()).reveal();
    if (config.tokenAuthType() == TokenAuthType.URL_PARAMS) {
      form.put("client_id", id);
      form.put("client_secret", secret);
      return;
    }
    byte[] pair = (encode(id) + ":" + encode(secret)).getBytes(StandardCharsets.US_ASCII);
    headers.put("authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /// Asks the userinfo endpoint about the person of an ID token.
  ///
  /// @param config with a userinfo endpoint
  public UserInfoResponse userInfo(OidcConfig config, Secret accessToken, String subject) {
    Map<String, String> headers =
        Map.of(
            "accept", "application/json",
            "accept-encoding", "identity",
            "authorization", "Bearer " + accessToken.reveal());
    String url = Objects.requireNonNull(config.userInfoUri());
    return switch (call(Method.GET, OidcConfig.USER_INFO_URI, url, headers, NO_BODY)) {
      case Failed(String found) -> new UserInfoResponse.Refused(found);
      case Read(int status, String type, String text) ->
          UserInfoResponse.read(status, type, text, subject);
    };
  }

  private sealed interface Outcome {}

  private record Read(int status, @Nullable String type, String text) implements Outcome {}

  private record Failed(String found) implements Outcome {}

  private Outcome call(
      Method method, String field, String url, Map<String, String> headers, byte[] body) {
    OutboundResult result;
    try {
      result =
          client.send(
              new OutboundRequest(
                  method,
                  client.accept(field, url),
                  new OutboundHeaders(headers),
                  body,
                  DEADLINE,
                  MAX_ANSWER));
    } catch (Problem refused) {
      return new Failed(refused.getMessage());
    }
    return switch (result) {
      case NoAnswer none -> new Failed(none.message());
      case Answer answer when answer.truncated() ->
          new Failed("an answer of more than " + MAX_ANSWER / 1024 + " KiB");
      case Answer answer -> read(answer);
    };
  }

  private static Outcome read(Answer answer) {
    try {
      return new Read(
          answer.status(),
          answer.contentType(),
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString());
    } catch (CharacterCodingException e) {
      return new Failed("an answer that is not UTF-8 text");
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
