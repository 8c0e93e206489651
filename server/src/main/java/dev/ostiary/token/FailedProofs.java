package dev.ostiary.token;

import dev.ostiary.platform.FailedTries;
import dev.ostiary.platform.FailedTries.Allowance;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Slows down whoever guesses client secrets, in this process. A client with the right secret is
/// never slowed down by what others do elsewhere; and an address from which a client has proven
/// itself stays open to this client, whoever else guesses behind the same address.
final class FailedProofs {
  /// A deployment with a wrong secret, restarted over and over, stays below.
  private static final Allowance PER_ADDRESS = new Allowance(100, 0.5);

  /// Failures of one client id from everywhere; beyond them each address has the few tries below.
  private static final Allowance PER_CLIENT = new Allowance(500, 1);

  private static final Allowance WHILE_ATTACKED = new Allowance(5, 0.05);

  /// Pairs of address and client that have succeeded; some 10 MB.
  private static final int REMEMBERED = 100_000;

  private final FailedTries tries;
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
    tries = new FailedTries(PER_ADDRESS, PER_CLIENT, WHILE_ATTACKED, clock);
  }

  /// @throws OAuthRefusal when this address has failed too often to be heard now
  void admit(InetAddress address, String client) {
    Duration wait = tries.wait(address, client);
    if (wait.isPositive() && !proven.contains(pair(address, client))) {
      throw OAuthRefusal.tooManyFailures(wait);
    }
  }

  void failed(InetAddress address, String client) {
    tries.failed(address, client);
  }

  void succeeded(InetAddress address, String client) {
    proven.add(pair(address, client));
  }

  private static String pair(InetAddress address, String client) {
    return FailedTries.network(address) + " " + client;
  }
}
