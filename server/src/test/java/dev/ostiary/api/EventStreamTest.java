package dev.ostiary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.ostiary.event.Event;
import dev.ostiary.event.LogReader.Stretch;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// The log as a stream of server-sent events.
class EventStreamTest {
  private static final String STREAM = "/api/v1/events/stream";
  private static final int PATIENCE_SECONDS = 30;

  private static ApiWorld world;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static void organization(String name) {
    assertThat(
            world
                .rest(
                    HttpMethod.POST,
                    "/api/v1/organizations",
                    "{\"display_name\":\"%s\"}".formatted(name))
                .status())
        .isEqualTo(200);
  }

  /// A reader of the stream, one line at a time.
  private static final class Reader implements Subscriber<HttpObject>, AutoCloseable {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ClientFactory factory = ClientFactory.builder().build();
    private String rest = "";
    private @Nullable Subscription subscription;
    private @Nullable ResponseHeaders headers;

    Reader(ApiWorld of, String query, String lastEventId) {
      var head =
          RequestHeaders.builder(HttpMethod.GET, STREAM + query)
              .set("authorization", "Bearer " + of.token());
      if (!lastEventId.isEmpty()) {
        head.set("last-event-id", lastEventId);
      }
      WebClient.builder(of.server.url())
          .factory(factory)
          .responseTimeout(Duration.ZERO)
          .build()
          .execute(HttpRequest.of(head.build()))
          .subscribe(this);
    }

    String next(String start) throws InterruptedException {
      String line;
      do {
        line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a line that begins with " + start).isNotNull();
      } while (!line.startsWith(start));
      return line.substring(start.length());
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject object) {
      if (object instanceof ResponseHeaders found) {
        headers = found;
        lines.add("open");
      } else if (object instanceof HttpData data) {
        String[] found = (rest + data.toStringUtf8()).split("\n", -1);
        rest = found[found.length - 1];
        lines.addAll(List.of(found).subList(0, found.length - 1));
      }
    }

    @Override
    public void onError(Throwable failure) {
      lines.add("failed: " + failure);
    }

    @Override
    public void onComplete() {
      lines.add("end");
    }

    @Override
    public void close() {
      Objects.requireNonNull(subscription).cancel();
      factory.close();
    }
  }

  @Test
  void whatHappensArrivesWithItsCursorTypeAndPayload() throws InterruptedException {
    organization("Before");
    try (Reader reader = new Reader(world, "?after=latest", "")) {
      reader.next("open");
      organization("Streamed");

      String id = reader.next("id: ");
      assertThat(reader.next("event: ")).isEqualTo("organization.created");
      String payload = reader.next("data: ");

      assertThat(Objects.requireNonNull(reader.headers).get("content-type"))
          .startsWith("text/event-stream");
      assertThat(payload)
          .isEqualTo(
              world
                  .get("/api/v1/events?limit=1&after=" + (Long.parseLong(id) - 1))
                  .json()
                  .path("entries")
                  .path(0)
                  .path("payload")
                  .asText());
    }
  }

  @Test
  void aReaderThatComesBackGoesOnWhereItWas() throws InterruptedException {
    organization("First");
    String id;
    try (Reader reader = new Reader(world, "", "")) {
      id = reader.next("id: ");
    }
    organization("Second");

    try (Reader back = new Reader(world, "?after=latest", id)) {
      assertThat(Long.parseLong(back.next("id: "))).isGreaterThan(Long.parseLong(id));
    }
  }

  @Test
  void aStreamNeedsATokenAndKnownParameters() {
    assertThat(Refusal.rest(world.rest(HttpMethod.GET, STREAM, "", "")).code().value())
        .isEqualTo(16);
    assertThat(Refusal.rest(world.get(STREAM + "?colour=red")).fields()).containsExactly("colour");
  }

  @Test
  void aStoppingServerEndsItsStreams() throws InterruptedException {
    ApiWorld own = new ApiWorld();
    try (Reader reader = new Reader(own, "", "")) {
      own.rest(HttpMethod.POST, "/api/v1/organizations", "{\"display_name\":\"Last\"}");
      reader.next("data: ");

      own.close();

      reader.next("end");
    }
  }

  @Test
  void aReaderThatDoesNotTakeWhatItWasSentIsSentNoMore() throws InterruptedException {
    HttpResponseWriter out = HttpResponse.streaming();
    out.write(ResponseHeaders.of(200));
    List<Long> read = new ArrayList<>();
    EventStream stream = new EventStream(out, endless(read), Event::payload, Runnable::run, 0);
    BlockingQueue<HttpObject> taken = new LinkedBlockingQueue<>();
    Subscription[] subscription = new Subscription[1];
    out.subscribe(
        new Subscriber<>() {
          @Override
          public void onSubscribe(Subscription given) {
            subscription[0] = given;
          }

          @Override
          public void onNext(HttpObject object) {
            taken.add(object);
          }

          @Override
          public void onError(Throwable failure) {}

          @Override
          public void onComplete() {}
        });

    stream.run();
    stream.keepAlive();
    assertThat(read).containsExactly(0L);

    subscription(subscription).request(2); // the headers and the first stretch
    assertThat(taken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    assertThat(taken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    subscription(subscription).cancel();
    out.whenComplete().exceptionally(cancelled -> null).join();

    assertThat(read).startsWith(0L).hasSizeLessThanOrEqualTo(2);
  }

  private static Subscription subscription(Subscription[] holder) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (holder[0] == null && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return Objects.requireNonNull(holder[0]);
  }

  /// A log that always has more.
  private static EventStream.Source endless(List<Long> read) {
    return new EventStream.Source() {
      @Override
      public Stretch read(long after) {
        read.add(after);
        return new Stretch(List.of(event(after + 1)), after + 1, true);
      }

      @Override
      public void await(long after, Runnable wake) {
        throw new AssertionError("there is more");
      }

      @Override
      public boolean over() {
        return false;
      }
    };
  }

  private static Event event(long position) {
    return new Event(
        position,
        new EnvironmentId(1),
        new EventId(position),
        new OrganizationId(1),
        position,
        "organization.created",
        Instant.EPOCH,
        null,
        "{}".getBytes(StandardCharsets.US_ASCII),
        new byte[0]);
  }
}
