package dev.ostiary.organization;

/// How far it is certain that an organization owns a domain, and by what (wire contract, section
/// 1.3).
public record Verification(Status status, Method method) {
  /// The contract's names.
  public enum Status {
    /// The organization claims it and has to publish a record.
    PENDING,
    VERIFIED,
    /// The record did not appear in time, or has been gone for too long; the domain has to be added
    /// anew.
    FAILED,
    /// Nothing had to be proved.
    AUTO_VERIFIED
  }

  /// The contract's names.
  public enum Method {
    /// The app's operator vouches for it.
    ADMIN,
    DNS,
    NOT_APPLICABLE
  }

  static final Verification CLAIMED = new Verification(Status.PENDING, Method.DNS);
  static final Verification VOUCHED = new Verification(Status.VERIFIED, Method.ADMIN);
  static final Verification NOT_NEEDED =
      new Verification(Status.AUTO_VERIFIED, Method.NOT_APPLICABLE);

  boolean isPending() {
    return status == Status.PENDING;
  }

  public boolean isVerified() {
    return status == Status.VERIFIED;
  }

  /// Whether a record has proved it, which may go again.
  boolean isProved() {
    return isVerified() && method == Method.DNS;
  }

  Verification becomes(Status next) {
    return new Verification(next, method);
  }
}
