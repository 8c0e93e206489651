package dev.ostiary.api;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.linecorp.armeria.common.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One way to reach an RPC over REST, as its `google.api.http` option declares it.
///
/// @param template the path with its variables in braces
/// @param variables the fields of the request that the path holds, in its order
/// @param body the field that the HTTP body becomes; `*` for the request itself, empty for none
public record HttpBinding(
    MethodDescriptor rpc,
    HttpMethod method,
    String template,
    Pattern path,
    List<String> variables,
    String body) {
  public static final String WHOLE_REQUEST = "*";

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

  /// Ids hold no colon: one in a path begins a verb, as in `{id}:enable`.
  private static final String ID = "([^/:]+)";

  /// What stands behind `:external/` is an id of the app's own making, colons and all.
  private static final String FOREIGN_ID = "([^/]+)";

  /// All ways to reach an RPC; none when it declares none.
  public static List<HttpBinding> of(MethodDescriptor rpc) {
    List<HttpBinding> bindings = new ArrayList<>();
    if (rpc.getOptions().hasExtension(AnnotationsProto.http)) {
      HttpRule rule = rpc.getOptions().getExtension(AnnotationsProto.http);
      bindings.add(of(rpc, rule));
      rule.getAdditionalBindingsList().forEach(other -> bindings.add(of(rpc, other)));
    }
    return bindings;
  }

  private static HttpBinding of(MethodDescriptor rpc, HttpRule rule) {
    HttpMethod method =
        switch (rule.getPatternCase()) {
          case GET -> HttpMethod.GET;
          case PUT -> HttpMethod.PUT;
          case POST -> HttpMethod.POST;
          case DELETE -> HttpMethod.DELETE;
          case PATCH -> HttpMethod.PATCH;
          case CUSTOM, PATTERN_NOT_SET ->
              throw new IllegalArgumentException(rpc.getFullName() + ": " + rule);
        };
    String template =
        switch (rule.getPatternCase()) {
          case GET -> rule.getGet();
          case PUT -> rule.getPut();
          case POST -> rule.getPost();
          case DELETE -> rule.getDelete();
          default -> rule.getPatch();
        };
    StringBuilder pattern = new StringBuilder();
    List<String> variables = new ArrayList<>();
    Matcher variable = VARIABLE.matcher(template);
    int end = 0;
    while (variable.find()) {
      String before = template.substring(end, variable.start());
      pattern.append(Pattern.quote(before)).append(before.contains(":") ? FOREIGN_ID : ID);
      variables.add(variable.group(1));
      end = variable.end();
    }
    pattern.append(Pattern.quote(template.substring(end)));
    return new HttpBinding(
        rpc,
        method,
        template,
        Pattern.compile(pattern.toString()),
        List.copyOf(variables),
        rule.getBody());
  }

  /// The values of the variables as the path has them, still percent-encoded; empty when the path
  /// is another one.
  Optional<Map<String, String>> match(String requestPath) {
    Matcher matcher = path.matcher(requestPath);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < variables.size(); i++) {
      values.put(variables.get(i), matcher.group(i + 1));
    }
    return Optional.of(values);
  }
}
