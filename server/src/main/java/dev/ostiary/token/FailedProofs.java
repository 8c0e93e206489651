package dev.ostiary.token;

import dev.ostiary.platform.TokenBuckets;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Slows down whoever guesses client secrets, in this process. Only failures count, so a client
/// with the right secret is never slowed down by what others do elsewhere; and an address from
/// which a client has proven itself stays open to this client, whoever else guesses behind the same
/// address.
final class FailedProofs {
  /// A deployment with a wrong secret, restarted over and over, stays below.
  private static final int PER_ADDRESS = 100;

  private static final double PER_ADDRESS_AND_SECOND = 0.5;

  /// Failures of one client id from everywhere; beyond them each address has the few tries below.
  private static final int PER_CLIENT = 500;

  private static final double PER_CLIENT_AND_SECOND = 1;
  private static final int WHILE_ATTACKED = 5;
  private static final double WHILE_ATTACKED_AND_SECOND = 0.05;

  /// Pairs of address and client that have succeeded; some 10 MB.
  private static final int REMEMBERED = 100_000;

  /// A provider gives at least this much of the address to one customer (RFC 6177).
  private static final int NETWORK_BYTES = 8;

  private final TokenBuckets addresses;
  private final TokenBuckets clients;
  private final TokenBuckets attacked;
  private final Set<String> proven =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  FailedProofs(InstantSource clock) {
    addresses = new TokenBuckets(PER_ADDRESS_AND_SECOND, PER_ADDRESS, clock);
    clients = new TokenBuckets(PER_CLIENT_AND_SECOND, PER_CLIENT, clock);
    attacked = new TokenBuckets(WHILE_ATTACKED_AND_SECOND, WHILE_ATTACKED, clock);
  }

  /// @throws OAuthRefusal when this address has failed too often to be heard now
  void admit(InetAddress address, String client) {
    String from = network(address);
    String pair = pair(from, client);
    Duration wait = addresses.until(from, 1);
    if (clients.until(client, 1).isPositive()) {
      Duration alone = attacked.until(pair, 1);
      wait = wait.compareTo(alone) < 0 ? alone : wait;
    }
    if (wait.isPositive() && !proven.contains(pair)) {
      throw OAuthRefusal.tooManyFailures(wait);
    }
  }

  void failed(InetAddress address, String client) {
    String from = network(address);
    addresses.take(from);
    clients.take(client);
    attacked.take(pair(from, client));
  }

  void succeeded(InetAddress address, String client) {
    proven.add(pair(network(address), client));
  }

  private static String pair(String network, String client) {
    return network + " " + client;
  }

  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
