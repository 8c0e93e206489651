package dev.ostiary.platform.outbound;

import com.linecorp.armeria.client.ResponseTimeoutException;
import com.linecorp.armeria.client.SessionProtocolNegotiationException;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.IpAddressRejectedException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import dev.ostiary.platform.outbound.OutboundResult.Reason;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.Http2Exception.HeaderListSizeException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Puts what went wrong below into words for the stranger who chose the URL: the host they wrote,
/// never an address, a class name or a library's message.
record Failure(Reason reason, String message) {
  /// Causes are nested a handful deep; a longer chain goes in circles.
  private static final int MAX_CAUSES = 12;

  static Failure of(Throwable thrown, String host, Duration deadline) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      Failure known = known(cause, host, deadline);
      if (known != null) {
        return known;
      }
      cause = cause.getCause();
    }
    return new Failure(Reason.PROTOCOL, "what " + host + " sent is no HTTP");
  }

  /// Whether the connection turned out to be closed before a byte of the request was written, so
  /// that sending it again cannot deliver it twice.
  static boolean nothingWasSent(Throwable thrown) {
    return thrown instanceof UnprocessedRequestException
        && (thrown.getCause() instanceof ClosedSessionException
            || thrown.getCause() instanceof ClosedChannelException);
  }

  private static @Nullable Failure known(Throwable cause, String host, Duration deadline) {
    return switch (cause) {
      case BlockedAddress e -> blocked(host);
      case IpAddressRejectedException e -> blocked(host);
      case UnknownHostException e ->
          new Failure(
              Reason.DNS, "the host name " + host + " has no address, or could not be looked up");
      case ResponseTimeoutException e ->
          new Failure(
              Reason.TIMEOUT, host + " gave no complete answer within " + seconds(deadline));
      case ConnectTimeoutException e ->
          new Failure(Reason.CONNECT, host + " did not accept the connection in time");
      case CertificateException e -> certificate(e, host);
      case NotSslRecordException e ->
          new Failure(Reason.TLS, host + " does not speak TLS on this port");
      case SSLException e when !hasCause(e) -> noTls(host);
      case SessionProtocolNegotiationException e -> noTls(host);
      case TooLongHttpHeaderException e -> tooLarge(host);
      case TooLongHttpLineException e -> tooLarge(host);
      case HeaderListSizeException e -> tooLarge(host);
      case ClosedSessionException e when !hasCause(e) -> closedEarly(host);
      case ClosedStreamException e when !hasCause(e) -> closedEarly(host);
      case ClosedChannelException e -> closedEarly(host);
      case IOException e when isShortage(e) ->
          new Failure(
              Reason.CONNECT,
              "this server could open no more connections; its operator should let it open more"
                  + " files (ulimit -n)");
      case SocketException e when e instanceof java.net.ConnectException || !isReset(e) ->
          new Failure(Reason.CONNECT, host + " did not accept the connection");
      case IOException e when isReset(e) -> closedEarly(host);
      default -> null;
    };
  }

  private static boolean hasCause(Throwable thrown) {
    return thrown.getCause() != null;
  }

  private static boolean isReset(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("reset") || message.contains("Broken pipe");
  }

  /// Whether this machine has run out of what a connection takes: files, or ports of its own.
  private static boolean isShortage(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Too many open files")
        || message.contains("Cannot assign requested address");
  }

  private static Failure blocked(String host) {
    return new Failure(
        Reason.BLOCKED_ADDRESS,
        host
            + " leads to a blocked address; the operator of this server can allow it with"
            + " OSTIARY_OUTBOUND_ALLOW");
  }

  private static Failure closedEarly(String host) {
    return new Failure(
        Reason.CLOSED_EARLY,
        "the connection to "
            + host
            + " ended before its answer was complete: it was closed, or what came was no HTTP or had"
            + " oversized headers");
  }

  private static Failure noTls(String host) {
    return new Failure(Reason.TLS, "no TLS connection could be agreed on with " + host);
  }

  private static Failure tooLarge(String host) {
    return new Failure(Reason.TOO_LARGE, "the headers of the answer of " + host + " are too large");
  }

  private static @Nullable Failure certificate(CertificateException e, String host) {
    if (e instanceof CertificateExpiredException) {
      return new Failure(Reason.TLS, "the certificate of " + host + " has expired");
    }
    if (e instanceof CertificateNotYetValidException) {
      return new Failure(Reason.TLS, "the certificate of " + host + " is not valid yet");
    }
    if (causedByDates(e)) {
      return null; // the loop above reaches the cause that says which
    }
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return new Failure(Reason.TLS, "the certificate shown is not for the host " + host);
    }
    if (message.startsWith("signed with")) {
      return new Failure(Reason.TLS, "the certificate of " + host + " is " + message);
    }
    return new Failure(
        Reason.TLS,
        "the certificate of "
            + host
            + " is not trusted: it is self-signed, its chain is incomplete, or its authority is"
            + " unknown here");
  }

  private static boolean causedByDates(Throwable thrown) {
    Throwable cause = thrown.getCause();
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
