package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.connection.Connection;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Part;
import dev.ostiary.web.page.Widgets;
import java.util.ArrayList;
import java.util.List;

/// The lines of a guide's step with the values of one connection.
final class GuideLines {
  private GuideLines() {}

  static Html html(PortalVisit visit, Connection connection, Guide.Step step) {
    List<Html> shown = new ArrayList<>();
    List<Part> pairs = new ArrayList<>();
    for (Guide.Line line : step.lines()) {
      switch (line) {
        case Guide.Line.Value value -> {
          pairs.add(dt(value.field()));
          pairs.add(dd(Widgets.copyable(value.value().of(visit.urls(connection)))));
        }
        case Guide.Line.Attribute attribute -> {
          pairs.add(dt(code(attribute.name())));
          pairs.add(dd(attribute.source()));
        }
        case Guide.Line.Text text -> {
          endList(shown, pairs);
          shown.add(p(text.text()));
        }
      }
    }
    endList(shown, pairs);
    return Html.all(shown);
  }

  private static void endList(List<Html> shown, List<Part> pairs) {
    if (!pairs.isEmpty()) {
      shown.add(dl(pairs.toArray(Part[]::new)));
      pairs.clear();
    }
  }
}
