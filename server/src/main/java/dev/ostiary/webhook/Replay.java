package dev.ostiary.webhook;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.ReplayId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events of the log that are sent again to one endpoint, one after the other: a cursor of its own.
///
/// @param perSecond events begun in a second, at the most
/// @param total how many events there were to send when it was made
/// @param failed how many were tried in vain and passed over
public record Replay(
    EnvironmentId environment,
    ReplayId id,
    EndpointId endpoint,
    Filter filter,
    int perSecond,
    State state,
    Span span,
    long total,
    long delivered,
    long failed,
    int tries,
    Instant updateTime) {
  /// Little beside what a receiver gets anyway.
  public static final int DEFAULT_PER_SECOND = 10;

  /// One request at a time is under way, so more would promise too much.
  public static final int MAX_PER_SECOND = 100;

  public Replay {
    requirePace(perSecond);
  }

  static void requirePace(int perSecond) {
    if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
      throw Problem.invalid(
          "rate_limit_per_second", "found " + perSecond + ", expected 1 to " + MAX_PER_SECOND);
    }
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }

  /// How it stands.
  public enum State {
    RUNNING,
    /// It came to its end.
    DONE,
    CANCELLED
  }

  /// The part of the log that it goes through.
  ///
  /// @param position everything up to here is dealt with
  /// @param end what lies beyond is not for it
  public record Span(long position, long end) {}

  /// Which events are wanted; what is empty or null does not restrict. Those that the endpoint
  /// would not be sent anyway, and those that are still on their way to it, never are.
  ///
  /// @param statuses how the delivery must stand, any of {@link #REPLAYED}
  /// @param firstSequence in the organization, which must be given then
  /// @param endTime events that occurred before this
  public record Filter(
      List<String> eventTypes,
      List<Delivery.Status> statuses,
      @Nullable OrganizationId organization,
      @Nullable Long firstSequence,
      @Nullable Long lastSequence,
      @Nullable Instant startTime,
      @Nullable Instant endTime) {
    /// How a delivery stands that nothing more comes of by itself.
    public static final List<Delivery.Status> REPLAYED =
        List.of(Delivery.Status.SKIPPED, Delivery.Status.EXHAUSTED, Delivery.Status.SUCCESS);

    public Filter {
      eventTypes = List.copyOf(eventTypes);
      statuses = List.copyOf(statuses);
      for (Delivery.Status status : statuses) {
        if (!REPLAYED.contains(status)) {
          throw Problem.invalid(
              "filter.statuses",
              "found " + status + ", which is still on its way; expected some of " + REPLAYED);
        }
      }
      if (organization == null && (firstSequence != null || lastSequence != null)) {
        throw Problem.invalid(
            "filter.organization_id",
            "found none beside a range of sequences, which counts within an organization");
      }
    }

    /// Everything.
    public static Filter none() {
      return new Filter(List.of(), List.of(), null, null, null, null, null);
    }
  }
}
