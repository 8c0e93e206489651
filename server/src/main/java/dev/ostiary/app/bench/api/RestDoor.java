package dev.ostiary.app.bench.api;

import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.platform.id.OrganizationId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// REST over HTTP/1.1.
final class RestDoor implements Door {
  private static final String ORGANIZATIONS = "/api/v1/organizations";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String token;

  RestDoor(String url, String token) {
    this.url = url;
    this.token = token;
  }

  @Override
  public String name() {
    return "REST";
  }

  @Override
  public void nowhere() {
    call("GET", "/nowhere", NOT_FOUND);
  }

  @Override
  public void get(OrganizationId organization) {
    call("GET", ORGANIZATIONS + "/" + organization, OK);
  }

  @Override
  public void list(int size) {
    call("GET", ORGANIZATIONS + "?page_size=" + size, OK);
  }

  @Override
  public void search(String text, int size) {
    call("GET", ORGANIZATIONS + ":search?page_size=" + size + "&query=" + text, OK);
  }

  @Override
  public void toggle(String organization, String connection, boolean enable) {
    String path = ORGANIZATIONS + "/" + organization + "/connections/" + connection;
    call("PATCH", path + (enable ? ":enable" : ":disable"), OK);
  }

  private void call(String method, String path, int expected) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new CommandFailed(
            method + " " + path + ": " + answer.statusCode() + ": " + answer.body());
      }
    } catch (IOException e) {
      throw new CommandFailed("the server does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("stopped", e);
    }
  }
}
