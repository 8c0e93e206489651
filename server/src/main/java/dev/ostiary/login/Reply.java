package dev.ostiary.login;

import com.linecorp.armeria.common.Cookie;
import java.util.ArrayList;
import java.util.List;

/// What a browser is told to do, and what it is to keep or forget.
///
/// @param refuses whether the browser brought what is not accepted, and is told so, or the app is
record Reply(NextStep next, List<Cookie> cookies, boolean refuses) {
  Reply {
    cookies = List.copyOf(cookies);
  }

  static Reply of(NextStep next) {
    return new Reply(next, List.of(), false);
  }

  static Reply refusal(NextStep next) {
    return new Reply(next, List.of(), true);
  }

  Reply with(Cookie cookie) {
    List<Cookie> more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Reply(next, more, refuses);
  }

  Reply with(List<Cookie> added) {
    List<Cookie> more = new ArrayList<>(cookies);
    more.addAll(added);
    return new Reply(next, more, refuses);
  }
}
