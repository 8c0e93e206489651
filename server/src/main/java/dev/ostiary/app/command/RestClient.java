package dev.ostiary.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The REST API as an app's backend sees it.
public final class RestClient {
  private final WebClient web;
  private final String url;
  private final String clientId;
  private final Secret clientSecret;
  private String token = "";

  /// Gets an access token at once.
  ///
  /// @throws CommandFailed when the server is not there, or does not know the client
  public RestClient(String url, String clientId, Secret clientSecret) {
    this(url, clientId, clientSecret, ClientFactory.ofDefault());
  }

  /// @param factory knows whom to trust
  RestClient(String url, String clientId, Secret clientSecret, ClientFactory factory) {
    this.url = url;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.web = WebClient.builder(url).factory(factory).build();
    token = grant("client_credentials", Map.of()).path("access_token").asText();
  }

  /// Asks for tokens.
  ///
  /// @param form what the grant needs beside the client's own name and secret
  /// @throws CommandFailed when the server is not there, or refuses
  public ObjectNode grant(String type, Map<String, String> form) {
    QueryParamsBuilder all = QueryParams.builder();
    all.add("grant_type", type);
    all.add("client_id", clientId);
    all.add("client_secret", clientSecret.reveal());
    form.forEach(all::add);
    RequestHeaders head =
        RequestHeaders.of(
            HttpMethod.POST, "/oauth/token", HttpHeaderNames.CONTENT_TYPE, MediaType.FORM_DATA);
    AggregatedHttpResponse answer =
        exchange(HttpRequest.of(head, HttpData.ofUtf8(all.build().toQueryString())));
    if (!answer.status().equals(HttpStatus.OK)) {
      throw new CommandFailed(
          "no access token from " + url + " for " + clientId + ": " + answer.contentUtf8());
    }
    return Json.parseObject(answer.contentUtf8());
  }

  /// The client by whose credentials this one calls.
  public String clientId() {
    return clientId;
  }

  /// Sends a request as a browser would: without credentials, and whatever comes is an answer.
  ///
  /// @throws CommandFailed when the server is not there
  public AggregatedHttpResponse browse(HttpRequest request) {
    return exchange(request);
  }

  /// What authenticates its calls.
  public String token() {
    return token;
  }

  public ObjectNode get(String path) {
    return call(HttpMethod.GET, path, null);
  }

  public ObjectNode post(String path, JsonNode body) {
    return call(HttpMethod.POST, path, body);
  }

  public ObjectNode put(String path, JsonNode body) {
    return call(HttpMethod.PUT, path, body);
  }

  public ObjectNode patch(String path, @Nullable JsonNode body) {
    return call(HttpMethod.PATCH, path, body);
  }

  public void delete(String path) {
    call(HttpMethod.DELETE, path, null);
  }

  private ObjectNode call(HttpMethod method, String path, @Nullable JsonNode body) {
    var head =
        RequestHeaders.builder(method, path)
            .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
            .contentType(MediaType.JSON);
    HttpRequest request =
        body == null
            ? HttpRequest.of(head.build())
            : HttpRequest.of(head.build(), HttpData.ofUtf8(Json.text(body)));
    AggregatedHttpResponse answer = exchange(request);
    if (!answer.status().isSuccess()) {
      throw new CommandFailed(
          method + " " + path + " was answered with " + answer.status() + ": " + message(answer));
    }
    return Json.parseObject(answer.contentUtf8());
  }

  private static String message(AggregatedHttpResponse answer) {
    try {
      return Json.parseObject(answer.contentUtf8()).path("message").asText();
    } catch (Json.MalformedJson e) {
      return answer.contentUtf8();
    }
  }

  private AggregatedHttpResponse exchange(HttpRequest request) {
    try {
      return web.execute(request).aggregate().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UnprocessedRequestException) {
        throw new CommandFailed(
            "no server answers at " + url + "; start it with ./ostiary up, or name it with --url",
            e);
      }
      throw new CommandFailed(
          "the server at " + url + " did not answer: " + CommandFailed.rootMessage(e), e);
    }
  }
}
