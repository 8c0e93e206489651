package dev.ostiary.app.bench.api;

import com.google.protobuf.CodedOutputStream;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.platform.id.OrganizationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/// gRPC over HTTP/2. The few messages are written by hand, field by field, so that nothing here
/// depends on the contract but its numbers.
final class GrpcDoor implements Door {
  private static final MediaType GRPC = MediaType.create("application", "grpc");
  private static final String ORGANIZATIONS = "/scalekit.v1.organizations.OrganizationService/";
  private static final String CONNECTIONS = "/scalekit.v1.connections.ConnectionService/";
  private static final String OK = "0";
  private static final String UNIMPLEMENTED = "12";

  /// Before each message: not compressed, and its length (gRPC over HTTP2).
  private static final int PREFIX = 5;

  private final WebClient client;
  private final String token;

  GrpcDoor(String url, String token) {
    this.client = WebClient.of(url.replaceFirst("^http:", "h2c:"));
    this.token = token;
  }

  @Override
  public String name() {
    return "gRPC";
  }

  @Override
  public void nowhere() {
    call("/nowhere.Service/Nothing", out -> {}, UNIMPLEMENTED);
  }

  @Override
  public void get(OrganizationId organization) {
    call(ORGANIZATIONS + "GetOrganization", out -> out.writeString(1, organization.toString()), OK);
  }

  @Override
  public void list(int size) {
    call(ORGANIZATIONS + "ListOrganization", out -> out.writeUInt32(1, size), OK);
  }

  @Override
  public void search(String text, int size) {
    call(
        ORGANIZATIONS + "SearchOrganization",
        out -> {
          out.writeString(1, text);
          out.writeUInt32(2, size);
        },
        OK);
  }

  @Override
  public void toggle(String organization, String connection, boolean enable) {
    call(
        CONNECTIONS + (enable ? "EnableConnection" : "DisableConnection"),
        out -> {
          out.writeString(1, organization);
          out.writeString(3, connection);
        },
        OK);
  }

  /// Writes the fields of a message.
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private void call(String method, Fields request, String expected) {
    RequestHeaders head =
        RequestHeaders.builder(HttpMethod.POST, method)
            .contentType(GRPC)
            .set("te", "trailers")
            .set("authorization", "Bearer " + token)
            .build();
    AggregatedHttpResponse answer =
        client.execute(HttpRequest.of(head, HttpData.wrap(framed(request)))).aggregate().join();
    String status = answer.headers().get("grpc-status", answer.trailers().get("grpc-status", ""));
    if (!status.equals(expected)) {
      throw new CommandFailed(
          method + " was answered with " + answer.headers() + answer.trailers());
    }
  }

  private static byte[] framed(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] message = bytes.toByteArray();
    return ByteBuffer.allocate(PREFIX + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
