package dev.ostiary.api;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;

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

  /// The RPCs behind them.
  public static List<MethodDescriptor> rpcs() {
    return ALL.stream().map(HttpBinding::rpc).distinct().toList();
  }

  private static FileDescriptor file(JavaClass type) {
    try {
      return (FileDescriptor) type.reflect().getMethod("getDescriptor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
