package dev.ostiary.web.page;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.h1;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.platform.Problem;

/// What a person sees in place of a page: what happened, what to do, and the id to quote. Never
/// what the inside looks like.
public final class ErrorPage {
  private ErrorPage() {}

  /// A refusal.
  static Answer of(Problem problem, String requestId) {
    return switch (problem.kind()) {
      case NOT_FOUND -> notFound(requestId);
      case UNAUTHENTICATED -> page(401, "Please sign in", message(problem), requestId);
      case PERMISSION_DENIED -> page(403, "This is not for you", message(problem), requestId);
      case INVALID_ARGUMENT -> page(422, "That cannot be right", message(problem), requestId);
      case ALREADY_EXISTS, ABORTED, ETAG_MISMATCH, FAILED_PRECONDITION ->
          page(409, "Not now", message(problem), requestId);
      case RESOURCE_EXHAUSTED, RATE_LIMITED -> page(429, "Too often", message(problem), requestId);
      case UNIMPLEMENTED -> page(501, "Not to be had here", message(problem), requestId);
      case UNAVAILABLE -> unavailable(requestId);
    };
  }

  /// The same words whether it never was there, is gone, or belongs to somebody else.
  static Answer notFound(String requestId) {
    return page(
        404,
        "There is nothing here",
        "The address may be mistyped, or what it led to was deleted.",
        requestId);
  }

  static Answer unavailable(String requestId) {
    return page(
        503,
        "The database does not answer",
        "Nothing was changed. Try again in a moment.",
        requestId);
  }

  static Answer fault(String requestId) {
    return page(
        500,
        "Something broke on our side",
        "It was written down. Try again; if it happens again, quote the number below.",
        requestId);
  }

  private static String message(Problem problem) {
    return problem.getMessage();
  }

  private static Answer page(int status, String title, String message, String requestId) {
    return Answer.page(
        status,
        Shell.alone(
            title,
            h1(title),
            p(message),
            p(css("quiet"), Html.text("Request "), code(requestId)),
            p(a("Go to the start page", href("/dashboard"), css("button")))));
  }
}
