package dev.ostiary.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// The gRPC services as REST, by the HTTP rules of their protos (wire contract, section 2).
final class RestService implements HttpService {
  static final String PREFIX = "/api/v1/";

  /// Field names as in the protos, and fields without a value too, where they cannot be absent.
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace();

  /// The headers that mean the same as metadata of a call.
  private static final Map<AsciiString, Metadata.Key<String>> ASKED =
      Map.of(
          HttpHeaderNames.of("idempotency-key"),
          ChangeCheck.IDEMPOTENCY_KEY,
          HttpHeaderNames.IF_MATCH,
          ChangeCheck.IF_MATCH);

  private static final Map<AsciiString, Metadata.Key<String>> TOLD =
      Map.of(
          HttpHeaderNames.ETAG,
          ChangeCheck.ETAG,
          HttpHeaderNames.of("idempotency-replayed"),
          ChangeCheck.REPLAYED);

  private final List<Route> routes;

  private record Route(HttpBinding binding, ServerMethodDefinition<?, ?> method) {}

  RestService(List<ServerServiceDefinition> services) {
    List<Route> found = new ArrayList<>();
    for (ServerServiceDefinition service : services) {
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        if (method.getMethodDescriptor().getSchemaDescriptor()
            instanceof ProtoMethodDescriptorSupplier schema) {
          HttpBinding.of(schema.getMethodDescriptor())
              .forEach(binding -> found.add(new Route(binding, method)));
        }
      }
    }
    // A literal path goes before one with a variable in its place.
    found.sort(Comparator.comparingInt(route -> route.binding().variables().size()));
    this.routes = List.copyOf(found);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(
        request
            .aggregate()
            .thenComposeAsync(whole -> answer(context, whole), context.blockingTaskExecutor()));
  }

  private CompletableFuture<HttpResponse> answer(
      ServiceRequestContext context, AggregatedHttpRequest request) {
    String path = context.path();
    for (Route route : routes) {
      Optional<Map<String, String>> values = route.binding().match(path);
      if (values.isPresent() && route.binding().method() == request.method()) {
        return call(
            route, new RestRequest(route.binding(), values.get(), request, context.queryParams()));
      }
    }
    return CompletableFuture.completedFuture(noRoute(path, request));
  }

  private HttpResponse noRoute(String path, AggregatedHttpRequest request) {
    String allowed =
        routes.stream()
            .filter(route -> route.binding().match(path).isPresent())
            .map(route -> route.binding().method().name())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (allowed.isEmpty()) {
      return RestErrors.of(
          HttpStatus.NOT_FOUND, Status.NOT_FOUND.withDescription("not found: there is no " + path));
    }
    return RestErrors.of(
            HttpStatus.METHOD_NOT_ALLOWED,
            Status.UNIMPLEMENTED.withDescription(
                "there is no " + request.method() + " of " + path + "; expected " + allowed))
        .mapHeaders(headers -> headers.withMutations(h -> h.set(HttpHeaderNames.ALLOW, allowed)));
  }

  private static CompletableFuture<HttpResponse> call(Route route, RestRequest request) {
    Metadata headers = new Metadata();
    for (String value : request.http().headers().getAll(HttpHeaderNames.AUTHORIZATION)) {
      headers.put(BearerCheck.AUTHORIZATION, value);
    }
    ASKED.forEach((name, key) -> {
      String value = request.http().headers().get(name);
      if (value != null) {
        headers.put(key, value);
      }
    });
    return UnaryCall.start(route.method(), headers, request::message)
        .thenApply(RestService::rendered);
  }

  private static HttpResponse rendered(UnaryCall.Answer answer) {
    Message reply = answer.reply();
    if (!answer.status().isOk() || reply == null) {
      return RestErrors.of(answer.status(), answer.trailers());
    }
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK).contentType(MediaType.JSON);
    TOLD.forEach((name, key) -> {
      String value = answer.headers().get(key);
      if (value != null) {
        headers.set(name, value);
      }
    });
    try {
      return HttpResponse.of(headers.build(), HttpData.ofUtf8(PRINTER.print(reply)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
