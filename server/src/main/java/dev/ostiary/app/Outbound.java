package dev.ostiary.app;

import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.config.Config;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.platform.outbound.OwnAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The client for requests to addresses that others choose, under this machine's policy.
final class Outbound {
  private Outbound() {}

  static OutboundClient client(Config config, InstantSource clock) {
    AddressPolicy policy =
        new AddressPolicy(
            config.outboundAllow(),
            config.outboundDeny(),
            new OwnAddresses(Outbound::interfaces, clock));
    return OutboundClient.start(
        policy, "Ostiary (+https://github.com/ostiary)", authorities(config.outboundAuthorities()));
  }

  private static List<InetAddress> interfaces() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot list the network interfaces", e);
    }
  }

  private static List<X509Certificate> authorities(@Nullable Path file) {
    if (file == null) {
      return List.of();
    }
    try (InputStream pem = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException | CertificateException e) {
      throw new CommandFailed(
          "OSTIARY_OUTBOUND_CA: cannot read certificates from " + file + ": " + e.getMessage(), e);
    }
  }
}
