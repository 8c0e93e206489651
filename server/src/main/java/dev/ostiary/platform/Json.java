package dev.ostiary.platform;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The one configured JSON mapper: a duplicate key or trailing text is an error, numbers stay
/// exact, depth and sizes are capped. Keys are written in the order they were put in, compactly,
/// with everything outside ASCII escaped, so the bytes mean the same in every charset a receiver
/// may use.
public final class Json {
  /// No document we read is deeper than a dozen levels; a deep one is an attack on the stack.
  private static final int MAX_DEPTH = 50;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
  }

  private static final ObjectWriter PRETTY =
      MAPPER
          .rebuild()
          .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writer(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEmptySeparator("")
                          .withArrayEmptySeparator(""))
                  .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// The compact form: ASCII only.
  public static byte[] bytes(JsonNode node) {
    return text(node).getBytes(StandardCharsets.US_ASCII);
  }

  /// The compact form as text.
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Indented, for people: in every script, unescaped.
  public static String pretty(JsonNode node) {
    try {
      return PRETTY.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads one document.
  ///
  /// @throws MalformedJson when it is not well-formed, holds a key twice, or goes on after its end
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new MalformedJson(e);
    }
  }

  /// Reads one document that must be an object.
  ///
  /// @throws MalformedJson as {@link #parse(String)}, and when it is something else than an object
  public static ObjectNode parseObject(String text) {
    if (parse(text) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedJson("expected a JSON object");
  }

  /// The text is no JSON that we accept; the message says where and why, without quoting the text.
  public static final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// By which the parser names the programmer's way to another limit.
    private static final Pattern SETTING = Pattern.compile(", from `[^`]*`");

    MalformedJson(JsonProcessingException cause) {
      super(
          SETTING.matcher(cause.getOriginalMessage()).replaceAll("")
              + (cause.getLocation() == null
                  ? ""
                  : " at line "
                      + cause.getLocation().getLineNr()
                      + ", column "
                      + cause.getLocation().getColumnNr()),
          cause);
    }

    MalformedJson(String message) {
      super(message);
    }
  }
}
