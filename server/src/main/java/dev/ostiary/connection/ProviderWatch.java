package dev.ostiary.connection;

import dev.ostiary.connection.SamlConfig.Certificate;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks regularly at what the identity providers of enabled connections publish, takes over new
/// endpoints and certificates, and tells of certificates that are about to expire or have expired.
/// Any number of nodes may do so at a time.
public final class ProviderWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderWatch.class);

  /// Between two rounds of a node, most of which find little to do.
  public static final Duration ROUND = Duration.ofMinutes(10);

  /// Between two looks at one connection: providers announce new certificates days ahead.
  static final Duration CHECK_PAUSE = Duration.ofHours(6);

  /// How long before a certificate expires it is told: enough for a customer's change process.
  static final Duration EXPIRY_NOTICE = Duration.ofDays(30);

  /// Few, since whoever takes them and stops leaves them to the next time.
  private static final int BATCH = 20;

  private static final Cause CAUSE = Cause.system("provider-watch");

  private final Database database;
  private final Connections connections;
  private final InstantSource clock;
  private final ProviderCheckStore store = new ProviderCheckStore();

  public ProviderWatch(Database database, Connections connections, InstantSource clock) {
    this.database = database;
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public void run() {
    while (round() == BATCH && !Thread.currentThread().isInterrupted()) {
      // there may be more
    }
  }

  private int round() {
    Instant now = clock.instant();
    List<ProviderCheckStore.Due> due =
        database.transact(tx -> store.claim(tx, now.minus(CHECK_PAUSE), now, BATCH));
    due.forEach(this::check);
    return due.size();
  }

  private void check(ProviderCheckStore.Due due) {
    try {
      connections
          .find(due.environment(), due.connection())
          .ifPresent(seen -> connections.refresh(seen, CAUSE));
    } catch (RuntimeException e) {
      // What is known of the provider stays; the next look may find it well again.
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("connection", due.connection())
          .log("identity provider's document not taken over");
    }
    connections.find(due.environment(), due.connection()).ifPresent(this::tellOfCertificates);
  }

  private void tellOfCertificates(Connection connection) {
    if (connection.enabled() && connection.config() instanceof SamlConfig saml) {
      saml.idpCertificates().forEach(certificate -> tell(connection, certificate));
    }
  }

  private void tell(Connection connection, Certificate certificate) {
    Instant now = clock.instant();
    if (certificate.notAfter().isAfter(now.plus(EXPIRY_NOTICE))) {
      return;
    }
    EventType type =
        certificate.notAfter().isAfter(now)
            ? EventType.SSO_CERTIFICATE_EXPIRING
            : EventType.SSO_CERTIFICATE_EXPIRED;
    database.run(tx -> {
      if (store.mark(tx, connection, certificate.fingerprint(), type, now)) {
        connections.tell(
            tx,
            connection,
            type,
            Json.object()
                .put("certificate_id", certificate.id())
                .put("certificate_expires_at", LogWriter.time(certificate.notAfter())),
            CAUSE);
      }
    });
  }
}
