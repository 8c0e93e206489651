package dev.ostiary.platform.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AsciiString;
import io.netty.util.AttributeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known of the request that is being served. Its id goes back to the caller; the facts
/// that are noted on the way become its line in the log. Never note a secret, nor what a caller
/// wrote.
public final class CallRecord {
  /// The header that carries the id, in both directions.
  public static final AsciiString REQUEST_ID = HttpHeaderNames.of("x-request-id");

  /// A caller's own id is kept with the events it causes; longer ones are not ids.
  private static final int MAX_REQUEST_ID = 128;

  private static final AttributeKey<CallRecord> KEY =
      AttributeKey.valueOf(CallRecord.class, "CURRENT");

  private final String requestId;
  private final Map<String, Object> facts = new LinkedHashMap<>();

  private CallRecord(String requestId) {
    this.requestId = requestId;
  }

  /// The record of the request that this thread serves.
  public static CallRecord current() {
    return of(ServiceRequestContext.current());
  }

  public static CallRecord of(RequestContext request) {
    CallRecord record = request.attr(KEY);
    if (record == null) {
      throw new IllegalStateException("this request did not come through the port's edge");
    }
    return record;
  }

  /// Begins the record of a request: under the caller's id, where that can be one, or a new one.
  static CallRecord begin(
      ServiceRequestContext context, @Nullable String given, Supplier<String> ids) {
    CallRecord record = new CallRecord(given != null && isId(given) ? given : ids.get());
    context.setAttr(KEY, record);
    return record;
  }

  private static boolean isId(String given) {
    return !given.isEmpty()
        && given.length() <= MAX_REQUEST_ID
        && given.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  public String requestId() {
    return requestId;
  }

  /// Keeps a fact for the log; a later one of the same name takes its place.
  public synchronized void note(String name, Object fact) {
    facts.put(name, fact);
  }

  synchronized Map<String, Object> facts() {
    return new LinkedHashMap<>(facts);
  }
}
