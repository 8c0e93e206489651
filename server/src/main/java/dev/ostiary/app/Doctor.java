package dev.ostiary.app;

import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.Console;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.webhook.SignatureDoctor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells why a receiver refuses a webhook.
@Command(
    name = "doctor",
    description = "Find out why a receiver refuses a webhook: give it the request and the secret.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "FILE holds the request as it arrived: header lines such as \"webhook-id: evt_1\", an empty line,",
      "and the body, byte for byte. The exit code is 0 when the signature is good, and 1 when it is not."
    })
final class Doctor implements Callable<Integer> {
  private static final String BLANK_LINE = "\n\n";

  @Option(
      names = "--secret",
      required = true,
      paramLabel = "SECRET",
      description = "The secret that the receiver checks with (whsec_…).",
      arity = "0..1",
      interactive = true)
  private String secret = "";

  @Option(names = "--json", description = "Print the cause and its explanation as JSON.")
  private boolean json;

  @Parameters(paramLabel = "FILE", description = "The request that was refused.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    SignatureDoctor.Diagnosis diagnosis =
        SignatureDoctor.examine(patient(read()), new Secret(secret), List.of(), Instant.now());
    Console console = Console.system();
    boolean good = diagnosis.cause() == SignatureDoctor.Cause.NOTHING;
    if (json) {
      console.line(
          Json.pretty(
              Json.object()
                  .put("good", good)
                  .put("cause", diagnosis.cause().name())
                  .put("explanation", diagnosis.explanation())));
    } else {
      console.line(
          (good ? console.green("good") : console.red(diagnosis.cause().name()))
              + "  "
              + diagnosis.explanation());
    }
    return good ? 0 : 1;
  }

  private String read() {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailed("cannot read " + file + " as UTF-8: " + e.getMessage(), e);
    }
  }

  /// The head may have line ends of either kind; the body is left alone.
  private static SignatureDoctor.Patient patient(String request) {
    int windows = request.indexOf("\r\n\r\n");
    int unix = request.indexOf(BLANK_LINE);
    boolean first = windows >= 0 && (unix < 0 || windows < unix);
    int end = first ? windows : unix;
    String head = end < 0 ? request : request.substring(0, end);
    String body = end < 0 ? "" : request.substring(end + (first ? 4 : BLANK_LINE.length()));
    Map<String, String> headers = new HashMap<>();
    for (String line : head.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return new SignatureDoctor.Patient(headers, body);
  }
}
