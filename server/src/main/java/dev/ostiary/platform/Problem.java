package dev.ostiary.platform;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A refusal that the caller of our API must read. Thrown wherever the refusal is found and turned
/// into a wire answer once, at each edge; the kinds are those of gRPC that we use (wire contract,
/// section 1.0), and two that callers tell from the rest of theirs.
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What sort of refusal this is; an edge maps each to its status.
  public enum Kind {
    INVALID_ARGUMENT,
    UNAUTHENTICATED,
    PERMISSION_DENIED,
    NOT_FOUND,
    ALREADY_EXISTS,
    FAILED_PRECONDITION,
    ABORTED,
    /// An ABORTED: the object is not what the caller took it for.
    ETAG_MISMATCH,
    RESOURCE_EXHAUSTED,
    /// A RESOURCE_EXHAUSTED: too many calls; the same call is welcome a little later.
    RATE_LIMITED,
    UNIMPLEMENTED,
    UNAVAILABLE
  }

  /// One field of the request that cannot be accepted.
  ///
  /// @param field the path of the field from the object or request that was given to whoever
  ///   refuses it, in the words of the contract, e.g. `oidc_config.issuer`; an element of a list by
  ///   its number, of a map by its key: `scopes[1]`, `metadata[plan]`
  /// @param description what was found, what was expected and how to mend it
  /// @param constraint the rule's name, or an empty string
  public record Violation(String field, String description, String constraint) {
    public Violation(String field, String description) {
      this(field, description, "");
    }
  }

  private final Kind kind;
  private final transient List<Violation> violations;
  private final @Nullable Duration retryAfter;

  public Problem(Kind kind, String message, List<Violation> violations, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.violations = List.copyOf(violations);
    this.retryAfter = null;
  }

  private Problem(Duration retryAfter, String message) {
    super(message);
    this.kind = Kind.RATE_LIMITED;
    this.violations = List.of();
    this.retryAfter = retryAfter;
  }

  public Problem(Kind kind, String message) {
    this(kind, message, List.of(), null);
  }

  /// The request can never be right: names the field, what was found and what was expected.
  public static Problem invalid(String field, String description) {
    return invalid(List.of(new Violation(field, description)));
  }

  /// The same for several fields at once; the message joins them all.
  public static Problem invalid(List<Violation> violations) {
    return invalid(violations, null);
  }

  private static Problem invalid(List<Violation> violations, @Nullable Throwable cause) {
    String message =
        String.join(
            "; ", violations.stream().map(v -> v.field() + ": " + v.description()).toList());
    return new Problem(Kind.INVALID_ARGUMENT, message, violations, cause);
  }

  /// The same refusal of an object that a request holds in one of its fields: `issuer` becomes
  /// `connection.issuer`.
  public Problem within(String field) {
    return renamed(violation -> field + "." + violation.field());
  }

  /// The same refusal, as that of the one field that led to what is refused.
  public Problem at(String field) {
    return renamed(violation -> field);
  }

  private Problem renamed(Function<Violation, String> name) {
    if (violations.isEmpty()) {
      return this;
    }
    return invalid(
        violations.stream()
            .map(v -> new Violation(name.apply(v), v.description(), v.constraint()))
            .toList(),
        this);
  }

  /// No such object in the caller's environment. The same words whether the id never existed, was
  /// deleted, or belongs to somebody else.
  public static Problem notFound(String what, Object id) {
    return new Problem(Kind.NOT_FOUND, what + " not found: " + id);
  }

  /// The value must be unique and is taken.
  public static Problem alreadyExists(String message) {
    return new Problem(Kind.ALREADY_EXISTS, message);
  }

  /// Right in itself, but not in the present state; says what to do first.
  public static Problem precondition(String message) {
    return new Problem(Kind.FAILED_PRECONDITION, message);
  }

  /// Too many calls; the next one is welcome after that time.
  public static Problem rateLimited(Duration retryAfter, String message) {
    return new Problem(retryAfter, message);
  }

  /// When to repeat the call; null unless it is RATE_LIMITED.
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  public List<Violation> violations() {
    return violations;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
