package dev.ostiary.testing;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.Cidr;
import dev.ostiary.platform.outbound.OutboundClient;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Somebody else's server on this machine: it answers what a test says, and remembers what it was
/// asked.
public final class StubServer implements AutoCloseable {
  private final Queue<AggregatedHttpRequest> requests = new ConcurrentLinkedQueue<>();
  private final Server server;
  private volatile int status = 200;
  private volatile MediaType type = MediaType.JSON;
  private volatile String body = "{}";

  public StubServer() {
    server =
        Server.builder()
            .http(0)
            .serviceUnder(
                "/",
                (context, request) ->
                    HttpResponse.of(
                        request
                            .aggregate()
                            .thenApply(whole -> {
                              requests.add(whole);
                              return HttpResponse.of(HttpStatus.valueOf(status), type, body);
                            })))
            .build();
    server.start().join();
  }

  /// What it answers from now on.
  public void answers(int newStatus, MediaType newType, String newBody) {
    status = newStatus;
    type = newType;
    body = newBody;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.activeLocalPort() + path;
  }

  /// All requests so far, oldest first.
  public List<AggregatedHttpRequest> requests() {
    return List.copyOf(requests);
  }

  /// A client that may reach this machine and nothing else that is private.
  public static OutboundClient client() {
    return OutboundClient.start(
        new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of),
        "test",
        List.of());
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
