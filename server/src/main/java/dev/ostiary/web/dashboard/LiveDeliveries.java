package dev.ostiary.web.dashboard;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.event.LogFilter;
import dev.ostiary.event.LogReader;
import dev.ostiary.event.OpenReaders;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Live;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.Endpoints;
import java.util.List;

/// Tells an endpoint's open page of each event that is about to be delivered.
final class LiveDeliveries {
  /// How much of the log's waiting readers one person can hold: a window for every endpoint, and a
  /// few that were left open.
  private static final int PER_OPERATOR = 20;

  private static final String STEP = "/live";

  private final Endpoints endpoints;
  private final LogReader log;
  private final OpenReaders readers = new OpenReaders(PER_OPERATOR);

  LiveDeliveries(Endpoints endpoints, LogReader log) {
    this.endpoints = endpoints;
    this.log = log;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(gate.look(EndpointPages.ONE + STEP, OperatorRole.VIEWER, this::follow));
  }

  static String path(Endpoint endpoint) {
    return EndpointPages.path(endpoint.id()) + STEP;
  }

  private Answer follow(OperatorVisit visit) {
    Endpoint endpoint = endpoints.get(visit.environment(), EndpointPages.id(visit));
    LogFilter filter = new LogFilter(null, endpoint.settings().eventTypes());
    Runnable leave = readers.enter(visit.operator().id().toString());
    return Answer.live(new Following(log, visit.environment(), filter, leave));
  }

  /// One page that looks on.
  private static final class Following implements Live {
    private final LogReader log;
    private final EnvironmentId environment;
    private final LogFilter filter;
    private final Runnable leave;
    private volatile long seen;

    Following(LogReader log, EnvironmentId environment, LogFilter filter, Runnable leave) {
      this.log = log;
      this.environment = environment;
      this.filter = filter;
      this.leave = leave;
      this.seen = log.latest();
    }

    @Override
    public Runnable await(Runnable changed) {
      LogReader.Waiting waiting =
          log.await(
              environment,
              seen,
              filter,
              () -> {
                seen = log.latest();
                changed.run();
              });
      return () -> {
        var _ = waiting.end();
      };
    }

    @Override
    public boolean over() {
      return log.closed();
    }

    @Override
    public void close() {
      leave.run();
    }
  }
}
