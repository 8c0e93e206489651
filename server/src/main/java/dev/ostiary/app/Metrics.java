package dev.ostiary.app;

import dev.ostiary.event.LogTail;
import dev.ostiary.webhook.Attempt;
import dev.ostiary.webhook.DeliveryGauges;
import dev.ostiary.webhook.Dispatcher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToLongFunction;

/// What the server tells of itself in numbers; docs/operations.md says what each means. No label
/// holds an id, a name or an address.
final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  private Metrics() {
    garbage.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    for (Attempt.Outcome outcome : Attempt.Outcome.values()) {
      var _ = registry.counter("ostiary.webhook.attempts", "outcome", outcome.name());
    }
  }

  static Metrics of(LogTail tail, DeliveryGauges gauges, Dispatcher dispatcher) {
    Metrics metrics = new Metrics();
    metrics.log(tail);
    metrics.delivery(gauges);
    dispatcher.onAttempt(metrics::count);
    return metrics;
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  private void log(LogTail tail) {
    Gauge.builder("ostiary.log.gaps", tail, LogTail::openGaps).register(registry);
    Gauge.builder("ostiary.log.horizon", tail, LogTail::horizon).register(registry);
  }

  private void delivery(DeliveryGauges gauges) {
    gauge("ostiary.webhook.endpoints.enabled", gauges, DeliveryGauges.Numbers::enabled);
    gauge("ostiary.webhook.endpoints.failing", gauges, DeliveryGauges.Numbers::failing);
    gauge("ostiary.webhook.lanes.parked", gauges, DeliveryGauges.Numbers::parked);
    gauge("ostiary.webhook.lag.furthest", gauges, DeliveryGauges.Numbers::furthest);
    gauge("ostiary.webhook.lag.all", gauges, DeliveryGauges.Numbers::behind);
  }

  private void gauge(
      String name, DeliveryGauges gauges, ToLongFunction<DeliveryGauges.Numbers> number) {
    Gauge.builder(name, gauges, g -> number.applyAsLong(g.read()))
        .strongReference(true)
        .register(registry);
  }

  private void count(Attempt attempt) {
    registry.counter("ostiary.webhook.attempts", "outcome", attempt.outcome().name()).increment();
  }

  @Override
  public void close() {
    garbage.close();
  }
}
