package dev.ostiary.api.docs;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.GenericDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The comments of the protos, which the compiled classes no longer have: from the descriptors that
/// the build of `wire` leaves beside them.
final class ProtoComments {
  private static final String RESOURCE = "/ostiary.protoset";

  private final Map<String, String> comments = new HashMap<>();

  static ProtoComments load() {
    try (InputStream in = ProtoComments.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the build of wire");
      }
      ProtoComments loaded = new ProtoComments();
      FileDescriptorSet.parseFrom(in).getFileList().forEach(loaded::read);
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What stands above an element; empty when nothing does.
  String of(GenericDescriptor element) {
    return comments.getOrDefault(element.getFullName(), "");
  }

  private void read(FileDescriptorProto file) {
    for (Location location : file.getSourceCodeInfo().getLocationList()) {
      if (location.hasLeadingComments()) {
        String name = name(file, location.getPathList());
        if (!name.isEmpty()) {
          comments.put(name, location.getLeadingComments().strip().replaceAll("\n ?", "\n"));
        }
      }
    }
  }

  /// The full name of what a path of field numbers and indexes leads to (descriptor.proto,
  /// SourceCodeInfo.Location); empty when that is nothing with a name of interest.
  private static String name(FileDescriptorProto file, List<Integer> path) {
    if (path.size() < 2) {
      return "";
    }
    String prefix = file.getPackage() + ".";
    int index = path.get(1);
    List<Integer> rest = path.subList(2, path.size());
    return switch (path.get(0)) {
      case FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER ->
          inMessage(prefix, file.getMessageType(index), rest);
      case FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER ->
          rest.isEmpty() ? prefix + file.getEnumType(index).getName() : "";
      case FileDescriptorProto.SERVICE_FIELD_NUMBER -> {
        var service = file.getService(index);
        String name = prefix + service.getName();
        yield rest.isEmpty()
            ? name
            : rest.size() == 2 ? name + "." + service.getMethod(rest.get(1)).getName() : "";
      }
      default -> "";
    };
  }

  private static String inMessage(String prefix, DescriptorProto message, List<Integer> path) {
    String name = prefix + message.getName();
    if (path.isEmpty()) {
      return name;
    }
    int index = path.get(1);
    List<Integer> rest = path.subList(2, path.size());
    return switch (path.get(0)) {
      case DescriptorProto.FIELD_FIELD_NUMBER ->
          rest.isEmpty() ? name + "." + message.getField(index).getName() : "";
      case DescriptorProto.NESTED_TYPE_FIELD_NUMBER ->
          inMessage(name + ".", message.getNestedType(index), rest);
      case DescriptorProto.ENUM_TYPE_FIELD_NUMBER ->
          rest.isEmpty() ? name + "." + message.getEnumType(index).getName() : "";
      default -> "";
    };
  }
}
