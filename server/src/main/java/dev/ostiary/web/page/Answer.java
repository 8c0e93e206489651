package dev.ostiary.web.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a browser gets: a page, a part of one, a file, or the way to another page.
///
/// @param location where to go instead; empty for none
/// @param cookies the texts of `Set-Cookie` headers
/// @param framedBy the origins whose pages may show this one in a frame
/// @param live what the answer goes on with; null when it ends with its body
public record Answer(
    int status,
    String contentType,
    byte[] body,
    String location,
    String disposition,
    List<String> cookies,
    List<String> framedBy,
    @Nullable Live live) {
  static final String HTML = "text/html; charset=utf-8";

  public Answer {
    cookies = List.copyOf(cookies);
    framedBy = List.copyOf(framedBy);
  }

  public static Answer page(Html html) {
    return page(200, html);
  }

  public static Answer page(int status, Html html) {
    return new Answer(status, HTML, bytes(html.toString()), "", "", List.of(), List.of(), null);
  }

  /// See other (RFC 9110, section 15.4.4): what follows a form, so that a reload repeats nothing.
  ///
  /// @param path of ours
  public static Answer redirect(String path) {
    return new Answer(303, HTML, new byte[0], path, "", List.of(), List.of(), null);
  }

  /// Values for the page's own script.
  public static Answer json(ObjectNode values) {
    return new Answer(
        200, "application/json", Json.bytes(values), "", "", List.of(), List.of(), null);
  }

  /// A file to keep.
  ///
  /// @param name of letters, digits, dots and dashes
  public static Answer file(String contentType, String name, byte[] body) {
    return new Answer(
        200,
        contentType,
        body,
        "",
        "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]", "_") + "\"",
        List.of(),
        List.of(),
        null);
  }

  /// Word of changes, for as long as the page is open.
  public static Answer live(Live live) {
    return new Answer(
        200, LiveStream.CONTENT_TYPE, new byte[0], "", "", List.of(), List.of(), live);
  }

  public Answer withCookie(String cookie) {
    List<String> all = new ArrayList<>(cookies);
    all.add(cookie);
    return new Answer(status, contentType, body, location, disposition, all, framedBy, live);
  }

  public Answer framedBy(List<String> origins) {
    return new Answer(status, contentType, body, location, disposition, cookies, origins, live);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
