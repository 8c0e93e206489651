package dev.ostiary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Every route that the protos declare, found in what was compiled from them: one that is new is
/// here without anybody's doing.
public final class ApiRoutes {
  private static final List<FileDescriptor> FILES =
      new ClassFileImporter()
          .importPackages("dev.ostiary.wire").stream()
              .filter(type -> type.getSimpleName().endsWith("Proto"))
              .map(ApiRoutes::file)
              .toList();

  private static final List<HttpBinding> ALL =
      FILES.stream()
          .flatMap(file -> file.getServices().stream())
          .flatMap(service -> service.getMethods().stream())
          .flatMap(rpc -> HttpBinding.of(rpc).stream())
          .filter(route -> route.template().startsWith(RestService.PREFIX))
          .toList();

  private ApiRoutes() {}

  /// The protos themselves.
  public static List<FileDescriptor> files() {
    return FILES;
  }

  public static List<HttpBinding> all() {
    return ALL;
  }

  /// Those that are served to who has a token, as the server itself says.
  static Stream<HttpBinding> served(ApiWorld world) {
    JsonNode paths = world.get("/openapi.json").json().path("paths");
    return ALL.stream()
        .filter(route -> !RpcTraits.isOpen(route.rpc()))
        .filter(route ->
            !paths
                .path(route.template())
                .path(route.method().name().toLowerCase(Locale.ROOT))
                .path("deprecated")
                .asBoolean());
  }

  private static FileDescriptor file(JavaClass type) {
    try {
      return (FileDescriptor) type.reflect().getMethod("getDescriptor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
