package dev.ostiary.platform.outbound;

/// The name leads to an address that the policy refuses; which one is not said, since the reader
/// may be a stranger who explores our network.
final class BlockedAddress extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BlockedAddress() {
    super("blocked address");
  }
}
