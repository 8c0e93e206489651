package dev.ostiary.app.config;

import java.util.Arrays;
import java.util.Optional;

/// Every environment variable that is read, with its default and its meaning: the table of
/// docs/configuration.md.
public enum Setting {
  URL(
      "OSTIARY_URL",
      "`http://localhost:8080`",
      "The address by which apps and browsers reach this"
          + " server, without a path; the issuer of its tokens. `https`, save on loopback. Stored with"
          + " the first environment and not changed afterwards."),
  PORT("OSTIARY_PORT", "`8080`", "The one port for HTTP/1.1, HTTP/2, gRPC and REST."),
  LISTEN("OSTIARY_LISTEN", "`127.0.0.1`", "The address to listen on; `0.0.0.0` for all of them."),
  TLS_CERTIFICATE(
      "OSTIARY_TLS_CERTIFICATE",
      "none",
      "A PEM file with the certificate chain; with it" + " the port speaks TLS as well."),
  TLS_KEY("OSTIARY_TLS_KEY", "none", "The PEM file with the certificate's private key (PKCS #8)."),
  DATA_DIR(
      "OSTIARY_DATA_DIR",
      "`.ostiary`",
      "Where the embedded PostgreSQL, the master key and the"
          + " credentials of the command line are kept."),
  DATABASE_URL(
      "OSTIARY_DATABASE_URL",
      "none",
      "`postgresql://user:password@host:port/name` of a"
          + " PostgreSQL 15 or later; without it an embedded PostgreSQL is started."),
  DATABASE_POOL("OSTIARY_DATABASE_POOL", "`20`", "Database connections held at the most."),
  RETENTION_DAYS(
      "OSTIARY_RETENTION_DAYS",
      "`90`",
      "How long events and delivery attempts are kept; longer where an endpoint has not read them."),
  RETENTION_DISABLED_DAYS(
      "OSTIARY_RETENTION_DISABLED_DAYS",
      "none",
      "After how many days a disabled endpoint that nobody has changed meanwhile holds old events back"
          + " no more; without it they stay until it has read them or is deleted."),
  MASTER_KEY(
      "OSTIARY_MASTER_KEY",
      "none",
      "32 bytes in base64 that seal every secret at rest;"
          + " without it a key is made once and kept in the data folder."),
  MASTER_KEYS_ACCEPTED(
      "OSTIARY_MASTER_KEYS_ACCEPTED",
      "none",
      "More master keys (comma separated) that only open what they sealed, while one is being"
          + " replaced."),
  OUTBOUND_ALLOW(
      "OSTIARY_OUTBOUND_ALLOW",
      "none; loopback while `OSTIARY_URL` is on loopback",
      "Networks (CIDR, comma separated) beyond the public internet that webhooks and metadata may be"
          + " fetched from or sent to, by plain http too."),
  OUTBOUND_DENY(
      "OSTIARY_OUTBOUND_DENY",
      "none",
      "Public networks (CIDR, comma separated) that are" + " never connected to."),
  OUTBOUND_CA(
      "OSTIARY_OUTBOUND_CA",
      "none",
      "A PEM file with certificate authorities that are" + " trusted beside the public ones."),
  TRUSTED_PROXIES(
      "OSTIARY_TRUSTED_PROXIES",
      "none",
      "Networks (CIDR, comma separated) of the proxies in front of this server; only what they say of a"
          + " caller's address (`Forwarded`, `X-Forwarded-For`) is believed."),
  RATE_LIMIT(
      "OSTIARY_RATE_LIMIT",
      "`10000`",
      "Calls that one API client may begin in a second on one node; `0` for no limit."),
  SIMULATOR(
      "OSTIARY_SIMULATOR",
      "`off`; always on while `OSTIARY_URL` is on loopback",
      "`on` lets connections of the provider IDP_SIMULATOR be used: whoever signs in through one is"
          + " whoever they say they are."),
  MANAGEMENT_PORT(
      "OSTIARY_MANAGEMENT_PORT",
      "none",
      "Opens a listener with metrics, `/healthz` and `/readyz` at this port; see docs/operations.md."),
  MANAGEMENT_LISTEN(
      "OSTIARY_MANAGEMENT_LISTEN", "`127.0.0.1`", "The address of that listener; keep it inside."),
  LOG_LEVEL("OSTIARY_LOG_LEVEL", "`info`", "`error`, `warn`, `info` or `debug`."),
  JAVA_HOME(
      "OSTIARY_JAVA_HOME", "none", "The JDK that `./ostiary` uses, before any other it finds."),
  JAVA_OPTIONS("OSTIARY_JAVA_OPTIONS", "none", "More options for the JVM, e.g. `-Xmx2g`.");

  static final String PREFIX = "OSTIARY_";

  private final String variable;
  private final String defaultText;
  private final String meaning;

  Setting(String variable, String defaultText, String meaning) {
    this.variable = variable;
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  public static Optional<Setting> named(String variable) {
    return Arrays.stream(values()).filter(s -> s.variable.equals(variable)).findFirst();
  }

  public String variable() {
    return variable;
  }

  /// A row of the table in the documentation.
  public String row() {
    return "| `" + variable + "` | " + defaultText + " | " + meaning + " |";
  }
}
