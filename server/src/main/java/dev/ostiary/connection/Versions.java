package dev.ostiary.connection;

import dev.ostiary.platform.Problem;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The configurations of one connection: the one that people sign in by, a draft of the next, and
/// the one before. The transitions are pure, like those of the connection.
///
/// @param live with the configuration that is in use
/// @param draft null when nobody works at one
/// @param former what was in use before the last draft was put to use or taken back; null before
///   there was any
public record Versions(Connection live, @Nullable Draft draft, @Nullable Configuration former) {

  /// A configuration that nobody signs in by but those who test it.
  ///
  /// @param base the revision that was in use when the draft was begun
  public record Draft(Configuration configuration, long base) {}

  /// Whether changes go to a draft: as soon as people depend on what is in use, and as long as
  /// there is a draft.
  public boolean drafts() {
    return live.enabled() || draft != null;
  }

  /// What a change starts from, and what the form of one shows.
  public Connection edited() {
    return draft == null ? live : live.withConfiguration(draft.configuration(), live.updateTime());
  }

  /// The connection in one of its configurations, if it is the one in use or the draft.
  Optional<Connection> at(long revision) {
    return live.configuration().revision() == revision
        ? Optional.of(live)
        : Optional.of(edited()).filter(c -> c.configuration().revision() == revision);
  }

  /// Whether what is in use has become another one since the draft was begun.
  public boolean isOutdated() {
    return draft != null && draft.base() != live.configuration().revision();
  }

  /// @param seen the revision that the change was made for
  /// @param next the number of the configuration that comes of it
  Versions propose(ResolvedChange change, long seen, long next, Instant now) {
    requireSeen(edited().configuration(), seen);
    if (!drafts()) {
      return withLive(live.configure(change, next, now).connection());
    }
    Configuration wanted = edited().configuration().with(change, next);
    if (wanted.saysAs(live.configuration())) {
      return new Versions(live, null, former);
    }
    long base = draft == null ? live.configuration().revision() : draft.base();
    return new Versions(live, new Draft(wanted, base), former);
  }

  /// Puts the draft to use, and keeps what was.
  ///
  /// @param seen the revision that is meant, so that nothing is put to use that nobody has tested
  Versions adopt(long seen, Instant now) {
    if (draft == null) {
      throw Problem.precondition(
          live.id() + " has no draft: it was put to use or thrown away meanwhile");
    }
    requireSeen(draft.configuration(), seen);
    if (isOutdated()) {
      throw Problem.precondition(
          "the configuration of "
              + live.id()
              + " that is in use was changed after the draft was begun; throw the draft away and"
              + " make the change again");
    }
    return new Versions(replaced(draft.configuration(), now), null, live.configuration());
  }

  /// Exchanges what is in use and what was in use before, so that this can be undone too. A draft
  /// was made for what goes, and goes as well.
  ///
  /// @param seen the revision that is to come back
  Versions rollBack(long seen, Instant now) {
    if (former == null) {
      throw Problem.precondition(live.id() + " has no former configuration to go back to");
    }
    requireSeen(former, seen);
    return new Versions(replaced(former, now), null, live.configuration());
  }

  Versions discard() {
    return new Versions(live, null, former);
  }

  private Connection replaced(Configuration configuration, Instant now) {
    Connection after = live.withConfiguration(configuration, now);
    if (live.enabled() && !after.missing().isEmpty()) {
      throw Problem.precondition(
          live.id() + " is enabled and needs " + String.join(", ", after.missing()));
    }
    return after;
  }

  private Versions withLive(Connection after) {
    return new Versions(after, draft, former);
  }

  private void requireSeen(Configuration present, long seen) {
    if (present.revision() != seen) {
      throw changed(live);
    }
  }

  static Problem changed(Connection connection) {
    return new Problem(
        Problem.Kind.ABORTED,
        "the configuration of "
            + connection.id()
            + " was changed meanwhile; look at it as it is now, and do this again");
  }
}
