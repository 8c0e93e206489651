package dev.ostiary.protocol.saml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A verifier that forgot one check: the source of one class, in which one refusal never comes.
///
/// @param type the class's simple name
/// @param rule the name of the rule that is not kept any more
/// @param finding what the refusal would have said, or how that begins
record Weakening(String type, String rule, String finding, String source) {
  private static final Path SOURCES =
      Path.of("src", "main", "java", "dev", "ostiary", "protocol", "saml");

  /// A block, or an arm of a switch, that does nothing but refuse.
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(\\{\\s*|-> \\{?\\s*)throw (?:broken\\(|new RuleBroken\\(\\s*Rule\\.([A-Z_]+))");

  private static final Pattern FINDING = Pattern.compile("\"([^\"]*)");

  /// What a class's own `broken` refuses with.
  private static final Pattern OWN_RULE =
      Pattern.compile("RuleBroken broken\\(.*?new RuleBroken\\(Rule\\.([A-Z_]+)", Pattern.DOTALL);

  /// All that can be made of the package.
  static List<Weakening> all() {
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<Weakening> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String type = file.getFileName().toString().replace(".java", "");
        all.addAll(of(type, Files.readString(file)));
      }
      return all;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Weakening> of(String type, String source) {
    Matcher own = OWN_RULE.matcher(source);
    String ownRule = own.find() ? own.group(1) : "";
    List<Weakening> found = new ArrayList<>();
    Matcher refusal = REFUSAL.matcher(source);
    while (refusal.find()) {
      String weak = without(source, refusal.toMatchResult());
      if (weak != null) {
        Matcher finding = FINDING.matcher(source);
        String rule = refusal.group(2) == null ? ownRule : refusal.group(2);
        found.add(
            new Weakening(
                type, rule, finding.find(refusal.end()) ? finding.group(1).strip() : "", weak));
      }
    }
    return found;
  }

  /// @return null where the refusal hangs on no condition
  private static String without(String source, MatchResult refusal) {
    if (refusal.group(1).startsWith("->")) {
      int end = source.indexOf(");\n", refusal.end()) + 3;
      return source.substring(0, refusal.start()) + "-> {}\n" + source.substring(end);
    }
    int close = source.lastIndexOf(')', refusal.start());
    int open = opening(source, close);
    if (open < 3 || !source.startsWith("if ", open - 3) || close != refusal.start() - 2) {
      return null;
    }
    return source.substring(0, open)
        + "(false && "
        + source.substring(open, close + 1)
        + ")"
        + source.substring(close + 1);
  }

  private static int opening(String source, int close) {
    int depth = 0;
    for (int at = close; at >= 0; at--) {
      depth += source.charAt(at) == ')' ? 1 : source.charAt(at) == '(' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return type + ", " + rule + ": " + finding;
  }
}
