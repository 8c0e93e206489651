package dev.ostiary.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Token buckets by key, in this process alone: each key may do `burst` things at once and then so
/// many per second. Keys that were not seen for long are forgotten, which fills their buckets.
public final class TokenBuckets {
  /// Some 10 MB; who sends more keys than this gains a full bucket for each, once.
  private static final int REMEMBERED = 100_000;

  private final double perSecond;
  private final double burst;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Bucket(double tokens, Instant at) {}

  public TokenBuckets(double perSecond, double burst, InstantSource clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.clock = clock;
  }

  /// Takes one token of a key.
  ///
  /// @return zero when there was one, or how long until there will be; then none is taken
  public synchronized Duration take(String key) {
    Instant now = clock.instant();
    double tokens = tokens(key, now);
    if (tokens < 1) {
      return time(1 - tokens);
    }
    buckets.put(key, new Bucket(tokens - 1, now));
    return Duration.ZERO;
  }

  /// How long until a key has so many tokens; zero when it has them.
  public synchronized Duration until(String key, double wanted) {
    double tokens = tokens(key, clock.instant());
    return tokens < wanted ? time(wanted - tokens) : Duration.ZERO;
  }

  private double tokens(String key, Instant now) {
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      return burst;
    }
    // A clock that was set back adds nothing.
    double passed = Math.max(0, Duration.between(bucket.at(), now).toNanos() / 1e9);
    return Math.min(burst, bucket.tokens() + passed * perSecond);
  }

  private Duration time(double missing) {
    return Duration.ofNanos((long) (missing / perSecond * 1e9));
  }
}
