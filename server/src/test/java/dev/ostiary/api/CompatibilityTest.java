package dev.ostiary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.grpc.BindableService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// docs/compatibility.md against the contract's list of RPCs, and against what our services do.
class CompatibilityTest {
  private static final Path DOCUMENT = Path.of("../docs/compatibility.md");
  private static final Path CONTRACT = Path.of("src/test/resources/wire/rpcs.txt");

  private record Row(String rpc, String state, String why) {}

  @Test
  void everyRpcOfTheContractHasARow() throws IOException {
    assertThat(rows())
        .extracting(Row::rpc)
        .containsExactlyElementsOf(Files.readAllLines(CONTRACT))
        .hasSize(204);
  }

  @Test
  void aRowSaysServedWhereTheCodeServes() throws IOException {
    assertThat(rows().stream().filter(row -> row.state().equals("served")).map(Row::rpc))
        .containsExactlyInAnyOrderElementsOf(served());
  }

  @Test
  void whatIsRefusedHasAReason() throws IOException {
    assertThat(rows())
        .allSatisfy(row -> {
          assertThat(row.state()).isIn("served", "refused");
          assertThat(row.why().isEmpty()).isEqualTo(row.state().equals("served"));
        });
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `scalekit."))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells ->
            new Row(cells.get(1).replace("`", "") + "/" + cells.get(2), cells.get(3), cells.get(4)))
        .toList();
  }

  /// The RPCs of the contract for which a service of ours has a method that does not refuse.
  private static Set<String> served() {
    Set<String> served = new TreeSet<>();
    for (JavaClass type : new ClassFileImporter().importPackages("dev.ostiary.api")) {
      if (type.isAssignableTo(BindableService.class)) {
        String service = serviceName(type.reflect().getSuperclass());
        if (service.startsWith("scalekit.")) {
          type.getMethods().stream()
              .filter(method -> !method.isAnnotatedWith(Refused.class))
              .map(method -> method.getName())
              .filter(name -> isRpc(type.reflect().getSuperclass(), name))
              .forEach(name ->
                  served.add(
                      service
                          + "/"
                          + name.substring(0, 1).toUpperCase(Locale.ROOT)
                          + name.substring(1)));
        }
      }
    }
    return served;
  }

  private static boolean isRpc(Class<?> base, String method) {
    return Arrays.stream(base.getInterfaces())
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .anyMatch(declared -> declared.getName().equals(method));
  }

  private static String serviceName(Class<?> base) {
    try {
      return (String) base.getEnclosingClass().getField("SERVICE_NAME").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
