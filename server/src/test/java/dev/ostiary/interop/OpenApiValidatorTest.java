package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import dev.ostiary.app.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Others' judgment of our OpenAPI document: Redocly's, from npm, which holds it against the
/// specification of 3.1, schemas included.
class OpenApiValidatorTest {
  private static TestServer server;
  private static NodeProgram validator;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    validator = NodeProgram.installed();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String document(String path) {
    return WebClient.of(server.url()).get(path).aggregate().join().contentUtf8();
  }

  private List<String> faults(String name, String document) throws IOException {
    Path file = Files.writeString(folder.resolve(name), document);
    return validator
        .run("openapi.mjs", Map.of("DOCUMENT", file.toAbsolutePath().toString()))
        .lines()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.yaml", "/openapi.json"})
  void theDocumentIsAsTheSpecificationWantsIt(String path) throws IOException {
    String document = document(path);
    assertThat(document).startsWith(path.endsWith("yaml") ? "openapi: " : "{").contains("3.1.0");

    assertThat(faults(path.substring(1), document)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "type": "boolean"  | "type": "truth"       | struct
          "in": "path"       | "in": "way"           | struct
          "description": "Done." | "x-done": true    | struct
          /organizations/{id}" | /organizations/{it}" | path-parameters-defined
          schemas/Error"     | schemas/Mistake"      | no-unresolved-refs
          """)
  void itsJudgeFindsWhatIsWrong(String right, String wrong, String rule) throws IOException {
    String document = document("/openapi.json");
    assertThat(document.contains(right)).as(right).isTrue();

    assertThat(faults("openapi.json", document.replace(right, wrong)))
        .anySatisfy(fault -> assertThat(fault).startsWith(rule));
  }
}
