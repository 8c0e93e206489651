package dev.ostiary.app.config;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.MasterKeys;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.outbound.Cidr;
import dev.ostiary.webhook.Retention;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the operator decides, read once from the environment variables of {@link Setting}.
///
/// @param database null for the embedded one
/// @param masterKey null for the one in the data folder
/// @param acceptedMasterKeys open, but do not seal
/// @param outboundAllow networks beyond the public internet
/// @param trustedProxies whose word about a caller's address is taken
/// @param rateLimit calls a second of one API client on this node; 0 for no limit
/// @param simulator whether simulated sign-ins are possible, wherever this server is
/// @param management null for no such listener
public record Config(
    URI url,
    int port,
    String listen,
    @Nullable Tls tls,
    Path dataFolder,
    @Nullable DatabaseConfig database,
    int databasePool,
    Retention.Periods retention,
    @Nullable MasterKey masterKey,
    List<MasterKey> acceptedMasterKeys,
    List<Cidr> outboundAllow,
    List<Cidr> outboundDeny,
    @Nullable Path outboundAuthorities,
    List<Cidr> trustedProxies,
    int rateLimit,
    boolean simulator,
    @Nullable Management management) {
  private static final int DEFAULT_PORT = 8080;

  /// Enough for the API and the delivery engine of one node; PostgreSQL allows 100 by default.
  private static final int DEFAULT_POOL = 20;

  /// A quarter is what people look back on.
  private static final Duration DEFAULT_RETENTION = Duration.ofDays(90);

  /// What no app needs and a loop without end reaches soon.
  private static final int DEFAULT_RATE = 10_000;

  /// Where metrics and health are told.
  public record Management(String listen, int port) {}

  /// The files that TLS is served with.
  public record Tls(Path certificate, Path key) {}

  /// Whether this looks like a developer's machine: the server's own address is on loopback.
  public boolean development() {
    return isLoopback(url);
  }

  private static boolean isLoopback(URI url) {
    String host = url.getHost();
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  /// The keys that open, and the one that seals: the setting's, or else those of the data folder.
  public MasterKeys masterKeys(DataFolder folder, SecureRandom random) {
    MasterKeys own = masterKey == null ? folder.masterKeys(random) : MasterKeys.only(masterKey);
    return own.with(acceptedMasterKeys);
  }

  /// Everything that is wrong with the configuration, all at once.
  public static final class Faulty extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> faults;

    Faulty(List<String> faults) {
      super(String.join("; ", faults));
      this.faults = new ArrayList<>(faults);
    }

    /// One line for each fault.
    public List<String> faults() {
      return List.copyOf(faults);
    }
  }

  /// Reads the configuration.
  ///
  /// @throws Faulty with every fault, unknown variables of ours included
  public static Config read(Map<String, String> environment) {
    return new Reader(environment).read();
  }

  private static final class Reader {
    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    Config read() {
      environment.keySet().stream()
          .filter(name -> name.startsWith(Setting.PREFIX) && Setting.named(name).isEmpty())
          .sorted()
          .forEach(name -> faults.add(name + ": no such setting; see docs/configuration.md"));
      int port = value(Setting.PORT, DEFAULT_PORT, text -> integer(text, 0, 65_535));
      int pool = value(Setting.DATABASE_POOL, DEFAULT_POOL, text -> integer(text, 2, 1_000));
      URI url = value(Setting.URL, URI.create("http://localhost:" + port), Reader::serverUrl);
      Path certificate = optional(Setting.TLS_CERTIFICATE, Path::of);
      Path key = optional(Setting.TLS_KEY, Path::of);
      if ((certificate == null) != (key == null)) {
        faults.add("OSTIARY_TLS_CERTIFICATE and OSTIARY_TLS_KEY: found one, expected both or none");
      }
      Config config =
          new Config(
              url,
              port,
              value(Setting.LISTEN, "127.0.0.1", Function.identity()),
              certificate == null || key == null ? null : new Tls(certificate, key),
              value(Setting.DATA_DIR, Path.of(".ostiary"), Path::of).toAbsolutePath(),
              optional(Setting.DATABASE_URL, text -> DatabaseUrl.read(text, pool)),
              pool,
              new Retention.Periods(
                  value(Setting.RETENTION_DAYS, DEFAULT_RETENTION, Reader::days),
                  optional(Setting.RETENTION_DISABLED_DAYS, Reader::days)),
              optional(Setting.MASTER_KEY, Reader::masterKey),
              value(Setting.MASTER_KEYS_ACCEPTED, List.of(), Reader::masterKeys),
              value(Setting.OUTBOUND_ALLOW, List.of(), Reader::networks),
              value(Setting.OUTBOUND_DENY, List.of(), Reader::networks),
              optional(Setting.OUTBOUND_CA, Path::of),
              value(Setting.TRUSTED_PROXIES, List.of(), Reader::networks),
              value(Setting.RATE_LIMIT, DEFAULT_RATE, text -> integer(text, 0, 1_000_000)),
              value(Setting.SIMULATOR, false, Reader::flag),
              management());
      if (!faults.isEmpty()) {
        throw new Faulty(faults);
      }
      boolean given = !environment.getOrDefault(Setting.OUTBOUND_ALLOW.variable(), "").isBlank();
      return config.development() && !given ? config.allowing(LOOPBACK) : config;
    }

    private @Nullable Management management() {
      String listen = value(Setting.MANAGEMENT_LISTEN, "127.0.0.1", Function.identity());
      Integer port = optional(Setting.MANAGEMENT_PORT, text -> integer(text, 1, 65_535));
      return port == null ? null : new Management(listen, port);
    }

    private <T> T value(Setting setting, T byDefault, Function<String, T> read) {
      T value = optional(setting, read);
      return value == null ? byDefault : value;
    }

    private <T> @Nullable T optional(Setting setting, Function<String, T> read) {
      String text = environment.getOrDefault(setting.variable(), "").strip();
      if (text.isEmpty()) {
        return null;
      }
      try {
        return read.apply(text);
      } catch (IllegalArgumentException e) {
        faults.add(setting.variable() + ": " + e.getMessage());
        return null;
      }
    }

    private static int integer(String text, int least, int most) {
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // the same answer as for a number out of range
      }
      throw new IllegalArgumentException(
          "found \"" + text + "\", expected a number from " + least + " to " + most);
    }

    private static Duration days(String text) {
      return Duration.ofDays(integer(text, 1, 36_500));
    }

    private static boolean flag(String text) {
      return switch (text) {
        case "on" -> true;
        case "off" -> false;
        default -> throw new IllegalArgumentException("found \"" + text + "\", expected on or off");
      };
    }

    private static URI serverUrl(String text) {
      URI url = URI.create(text);
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (!web || url.getHost() == null || !url.getRawPath().isEmpty() || url.getQuery() != null) {
        throw new IllegalArgumentException(
            "found \"" + text + "\", expected https://host or https://host:port, without a path");
      }
      if (!"https".equals(url.getScheme()) && !isLoopback(url)) {
        throw new IllegalArgumentException(
            "found \""
                + text
                + "\", expected https, since codes, tokens and cookies travel to this address; http"
                + " is for this machine alone (localhost, 127.0.0.1, [::1])");
      }
      return url;
    }

    private static MasterKey masterKey(String text) {
      return new MasterKey(new Secret(text));
    }

    private static List<MasterKey> masterKeys(String text) {
      return Arrays.stream(text.split(",")).map(String::strip).map(Reader::masterKey).toList();
    }

    private static List<Cidr> networks(String text) {
      return Arrays.stream(text.split(",")).map(String::strip).map(Cidr::parse).toList();
    }
  }

  private static final List<Cidr> LOOPBACK =
      List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128"));

  private Config allowing(List<Cidr> networks) {
    return new Config(
        url,
        port,
        listen,
        tls,
        dataFolder,
        database,
        databasePool,
        retention,
        masterKey,
        acceptedMasterKeys,
        networks,
        outboundDeny,
        outboundAuthorities,
        trustedProxies,
        rateLimit,
        simulator,
        management);
  }
}
