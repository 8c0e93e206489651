package dev.ostiary.platform.outbound;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.HttpClient;
import com.linecorp.armeria.client.RequestOptions;
import com.linecorp.armeria.client.ResponseTimeoutMode;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/// Sends requests to servers that strangers chose. Every address is vetted when the name is
/// resolved and again when the connection is opened; redirects are not followed, bodies are not
/// unpacked, the environment's proxy settings are not read, and one deadline covers everything.
public final class OutboundClient implements AutoCloseable {
  /// A host that is up answers in well under a second; the deadline of the request still counts.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// Shorter than the 5 s after which common servers (Node) close an idle connection: we close
  /// first, so a request does not meet a connection that is being closed.
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(4);

  /// For a person who waits while a URL is saved.
  private static final Duration VET_TIMEOUT = Duration.ofSeconds(3);

  /// Several times what real servers send.
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private static final AttributeKey<String> TARGET =
      AttributeKey.valueOf(OutboundClient.class, "TARGET");

  private final AddressPolicy policy;
  private final String userAgent;
  private final Function<String, CompletableFuture<List<InetAddress>>> lookup;
  private final Runnable closeLookup;
  private final ClientFactory tlsFactory;
  private final ClientFactory plainFactory;
  private final WebClient tlsClient;
  private final WebClient plainClient;

  /// A client that resolves names by the hosts file and the name servers of this machine.
  ///
  /// @param authorities certificate authorities that are trusted beside those of the JDK
  public static OutboundClient start(
      AddressPolicy policy, String userAgent, List<X509Certificate> authorities) {
    var names = new NameLookup();
    return new OutboundClient(policy, userAgent, authorities, names::addresses, names::close);
  }

  OutboundClient(
      AddressPolicy policy,
      String userAgent,
      List<X509Certificate> authorities,
      Function<String, CompletableFuture<List<InetAddress>>> lookup,
      Runnable closeLookup) {
    this.policy = policy;
    this.userAgent = userAgent;
    this.lookup = lookup;
    this.closeLookup = closeLookup;
    var trusted = TrustedAuthorities.with(authorities);
    tlsFactory = guarded(policy::permits).tlsCustomizer(tls -> tls.trustManager(trusted)).build();
    plainFactory = guarded(policy::plainHttpAllowed).build();
    tlsClient = client(tlsFactory);
    plainClient = client(plainFactory);
  }

  private ClientFactoryBuilder guarded(Predicate<InetAddress> permitted) {
    return ClientFactory.builder()
        .addressResolverGroupFactory(loops -> new VettedAddresses(lookup, permitted))
        .ipAddressFilter(address -> permitted.test(address.getAddress()))
        .proxyConfig(ProxyConfig.direct())
        .connectTimeout(CONNECT_TIMEOUT)
        .idleTimeout(IDLE_TIMEOUT)
        .http1MaxHeaderSize(MAX_HEADER_BYTES)
        .http2MaxHeaderListSize(MAX_HEADER_BYTES);
  }

  private static WebClient client(ClientFactory factory) {
    // The deadline of each request bounds writing, and each reader bounds its body.
    return WebClient.builder()
        .factory(factory)
        .decorator(OutboundClient::withTargetAsWritten)
        .writeTimeoutMillis(0)
        .maxResponseLength(0)
        .build();
  }

  /// Armeria rewrites a path and query into an equivalent form (`%20` to `+`, `%41` to `A`); a
  /// receiver's URL is a string they may compare, so it is sent as they wrote it.
  private static HttpResponse withTargetAsWritten(
      HttpClient next, ClientRequestContext context, HttpRequest request) throws Exception {
    String target = context.attr(TARGET);
    if (target == null || target.equals(request.path())) {
      return next.execute(context, request);
    }
    HttpRequest asWritten = request.mapHeaders(head -> head.toBuilder().path(target).build());
    context.updateRequest(asWritten);
    return next.execute(context, asWritten);
  }

  /// Reads a URL that somebody sent us and makes sure that we would really send to it now.
  ///
  /// @param field the path of the field it came in, for the refusal
  /// @throws Problem when it is not acceptable, or its host leads to a blocked address
  public OutboundUrl accept(String field, String text) {
    OutboundUrl url = parse(field, text);
    vet(field, url);
    return url;
  }

  /// Reads a URL without resolving its host.
  public OutboundUrl parse(String field, String text) {
    return OutboundUrl.parse(field, text, policy);
  }

  /// Resolves the host now and refuses it when any of its addresses is blocked. A public name that
  /// does not resolve passes: it may appear later, and every connection is vetted anyway.
  public void vet(String field, OutboundUrl url) {
    if (url.literal() != null) {
      return;
    }
    List<InetAddress> addresses = resolvedOrEmpty(url.host());
    if (!addresses.stream().allMatch(policy::permits)) {
      throw OutboundUrl.refused(
          field,
          "the host " + url.host() + " leads to a blocked address",
          "a host with public addresses only" + OutboundUrl.OPERATOR_REMEDY);
    }
    boolean opened = !addresses.isEmpty() && addresses.stream().allMatch(policy::plainHttpAllowed);
    if (url.needsOperatorsAllowance() && !opened) {
      throw OutboundUrl.refused(
          field,
          addresses.isEmpty()
              ? "the host " + url.host() + " could not be resolved"
              : "found " + url + ", whose addresses the operator has not opened",
          "https and a public DNS name" + OutboundUrl.OPERATOR_REMEDY);
    }
  }

  private List<InetAddress> resolvedOrEmpty(String host) {
    Database.requireNoneHeld();
    try {
      return lookup.apply(host).get(VET_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while a host name was looked up", e);
    }
  }

  /// Sends and waits; meant for a virtual thread. An interrupt abandons the request.
  public OutboundResult send(OutboundRequest request) {
    Database.requireNoneHeld();
    CompletableFuture<OutboundResult> result = sendAsync(request);
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(false);
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped while a request was in flight");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Sends without waiting. Cancelling the future abandons the request; it never fails otherwise.
  /// It is completed by an event loop, so what follows must not block there.
  public CompletableFuture<OutboundResult> sendAsync(OutboundRequest request) {
    var result = new CompletableFuture<OutboundResult>();
    long startedNanos = System.nanoTime();
    attempt(request, startedNanos, result, true);
    return result;
  }

  private void attempt(
      OutboundRequest request,
      long startedNanos,
      CompletableFuture<OutboundResult> result,
      boolean mayRepeat) {
    OutboundUrl url = request.url();
    long spentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    var options =
        RequestOptions.builder()
            .responseTimeoutMillis(Math.max(1, request.deadline().toMillis() - spentMillis))
            .responseTimeoutMode(ResponseTimeoutMode.FROM_START)
            .attr(TARGET, url.target())
            .build();
    Runnable secondTry = mayRepeat ? () -> attempt(request, startedNanos, result, false) : null;
    (url.tls() ? tlsClient : plainClient)
        .execute(HttpRequest.of(head(request), HttpData.wrap(request.body())), options)
        .subscribe(new Exchange(request, startedNanos, result, secondTry));
  }

  private RequestHeaders head(OutboundRequest request) {
    OutboundUrl url = request.url();
    var head =
        RequestHeaders.builder()
            .method(HttpMethod.valueOf(request.method().name()))
            // Without TLS there is no negotiation: HTTP/1.1 at once, no upgrade is tried.
            .scheme(url.tls() ? "https" : "h1c")
            .authority(url.authority())
            .path(url.target())
            .set(HttpHeaderNames.USER_AGENT, userAgent);
    request.headers().fields().forEach(head::set);
    return head.build();
  }

  /// Closes all connections; requests in flight end without an answer.
  @Override
  public void close() {
    tlsFactory.close();
    plainFactory.close();
    closeLookup.run();
  }
}
