package dev.ostiary.interop;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import build.buf.validate.FieldRules;
import build.buf.validate.OneofRules;
import build.buf.validate.ValidateProto;
import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ostiary.api.ApiRoutes;
import dev.ostiary.api.WireFacts;
import dev.ostiary.wire.options.OptionsProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Our protos, and what we know of the contract, against the descriptors that the vendor's SDK from
/// npm carries: names, numbers, types, paths, who may call, and the rules of fields.
class VendorProtosTest {
  private static final Path CONTRACT = Path.of("src/test/resources/wire");

  private static final Map<String, FileDescriptor> VENDORS = new HashMap<>();
  private static final List<FileDescriptor> OURS =
      ApiRoutes.files().stream().filter(file -> file.getName().startsWith("scalekit/")).toList();

  @BeforeAll
  static void read() throws InvalidProtocolBufferException, DescriptorValidationException {
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(registry);
    ValidateProto.registerAllExtensions(registry);
    OptionsProto.registerAllExtensions(registry);
    Map<String, FileDescriptor> known = new HashMap<>();
    OURS.forEach(file -> imports(file, known));
    for (String line : NodeProgram.installed().run("descriptors.mjs", Map.of()).lines().toList()) {
      FileDescriptorProto proto =
          FileDescriptorProto.parseFrom(Base64.getDecoder().decode(line), registry);
      FileDescriptor[] dependencies =
          proto.getDependencyList().stream()
              .map(name -> VENDORS.getOrDefault(name, known.get(name)))
              .filter(file -> file != null)
              .toArray(FileDescriptor[]::new);
      VENDORS.put(proto.getName(), FileDescriptor.buildFrom(proto, dependencies, true));
    }
  }

  /// What files import that are not the vendor's.
  private static void imports(FileDescriptor file, Map<String, FileDescriptor> known) {
    for (FileDescriptor dependency : file.getDependencies()) {
      imports(dependency, known);
      if (!dependency.getName().startsWith("scalekit/")) {
        known.put(dependency.getName(), dependency);
      }
    }
  }

  private static FileDescriptor vendors(FileDescriptor ours) {
    FileDescriptor found = VENDORS.get(ours.getName());
    assertThat(found).as("the vendor's " + ours.getName()).isNotNull();
    return found;
  }

  @Test
  void ourFilesSayWhatTheVendorsSay() {
    assertThat(OURS).hasSizeGreaterThan(8);
    assertThat(OURS)
        .allSatisfy(ours ->
            assertThat(WireFacts.of(vendors(ours)))
                .as(ours.getName())
                .containsAll(WireFacts.of(ours)));
  }

  /// Calls that we refuse, and what only they speak of, may be absent; half a message may not.
  @Test
  void whatWeHaveWeHaveWhole() {
    for (FileDescriptor ours : OURS) {
      List<String> present = WireFacts.of(ours);
      assertThat(WireFacts.of(vendors(ours)))
          .filteredOn(fact -> isOfOurs(fact, present))
          .as(ours.getName())
          .isSubsetOf(present);
    }
  }

  private static boolean isOfOurs(String fact, List<String> present) {
    String[] words = fact.split(" ", -1);
    String whole =
        words[0].equals("field") ? words[1].substring(0, words[1].lastIndexOf('.')) : words[1];
    return switch (words[0]) {
      case "field" -> present.contains("message " + whole);
      case "value" -> present.stream().anyMatch(line -> line.startsWith("value " + whole + " "));
      default -> false;
    };
  }

  @Test
  void whatWeHoldForTheContractIsTheVendors() throws IOException {
    List<String> rpcs =
        VENDORS.values().stream()
            .flatMap(file -> file.getServices().stream())
            .flatMap(service ->
                service.getMethods().stream()
                    .map(rpc -> service.getFullName() + "/" + rpc.getName()))
            .toList();

    assertThat(Files.readAllLines(CONTRACT.resolve("rpcs.txt")))
        .containsExactlyInAnyOrderElementsOf(rpcs);
  }

  @Test
  void theSameCallersMayCallWhatWeServe() {
    assertThat(OURS)
        .allSatisfy(ours -> assertThat(callers(vendors(ours))).containsAllEntriesOf(callers(ours)));
  }

  private static Map<String, String> callers(FileDescriptor file) {
    return file.getServices().stream()
        .flatMap(service -> service.getMethods().stream())
        .collect(
            toMap(
                rpc -> rpc.getFullName(),
                rpc ->
                    rpc.getOptions()
                        .getExtension(OptionsProto.authOption)
                        .getAuthenticationType()
                        .name()));
  }

  @Test
  void aFieldOfOursHasTheRulesOfTheVendors() {
    for (FileDescriptor ours : OURS) {
      List<String> messages = WireFacts.of(ours);

      assertThat(rules(ours))
          .as(ours.getName())
          .containsExactlyElementsOf(
              rules(vendors(ours)).stream()
                  .filter(rule -> messages.contains("message " + messageOf(rule)))
                  .toList());
    }
  }

  private static String messageOf(String rule) {
    String field = rule.substring(0, rule.indexOf(':'));
    return field.substring(0, field.lastIndexOf('.'));
  }

  /// Every rule, one to a line.
  private static TreeSet<String> rules(FileDescriptor file) {
    TreeSet<String> rules = new TreeSet<>();
    file.getMessageTypes().forEach(message -> rules(message, rules));
    return rules;
  }

  private static void rules(Descriptor message, TreeSet<String> rules) {
    for (FieldDescriptor field : message.getFields()) {
      FieldRules of = field.getOptions().getExtension(ValidateProto.field);
      if (!of.equals(FieldRules.getDefaultInstance())) {
        rules.add(field.getFullName() + ": " + withoutWords(of));
      }
    }
    for (OneofDescriptor oneof : message.getOneofs()) {
      OneofRules of = oneof.getOptions().getExtension(ValidateProto.oneof);
      if (of.getRequired()) {
        rules.add(message.getFullName() + "." + oneof.getName() + ": required");
      }
    }
    message.getNestedTypes().forEach(nested -> rules(nested, rules));
  }

  /// What a rule says of itself to people is each server's own.
  private static String withoutWords(FieldRules rules) {
    FieldRules.Builder bare = rules.toBuilder();
    bare.getCelBuilderList().forEach(cel -> cel.clearId().clearMessage());
    return bare.build().toString().replaceAll("\\s+", " ");
  }
}
