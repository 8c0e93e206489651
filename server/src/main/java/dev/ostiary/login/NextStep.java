package dev.ostiary.login;

import java.util.Map;

/// What a browser is told to do next.
sealed interface NextStep {
  /// Go there, with GET (303: also after a POST, so that no form is ever sent on).
  record Redirect(String url) implements NextStep {}

  /// Send this form there, at once and without being asked.
  record FormPost(String action, Map<String, String> fields) implements NextStep {
    public FormPost {
      fields = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(fields));
    }
  }

  /// Show this.
  ///
  /// @param status of HTTP
  /// @param title of the window and above the page
  /// @param body HTML
  record Page(int status, String title, String body) implements NextStep {}

  /// Come back later; show this meanwhile.
  ///
  /// @param seconds until coming back is of use
  record Wait(long seconds, Page page) implements NextStep {}

  /// Here is a document for a program.
  record Document(String mediaType, String text) implements NextStep {}
}
