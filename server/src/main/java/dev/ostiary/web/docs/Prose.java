package dev.ostiary.web.docs;

import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.web.page.Html;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Texts of the document: paragraphs, with code between backticks.
final class Prose {
  private Prose() {}

  static Html of(String text) {
    return text.isBlank()
        ? Html.NONE
        : Html.each(Arrays.asList(text.split("\n\n", -1)), paragraph -> p(line(paragraph)));
  }

  /// Without the paragraph around it.
  static Html line(String text) {
    List<Html> parts = new ArrayList<>();
    String[] pieces = text.split("`", -1);
    for (int i = 0; i < pieces.length; i++) {
      parts.add(i % 2 == 0 ? Html.text(pieces[i]) : code(pieces[i]));
    }
    return Html.all(parts);
  }
}
