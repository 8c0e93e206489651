package dev.ostiary.login;

import com.linecorp.armeria.common.Cookie;
import java.util.ArrayList;
import java.util.List;

/// What a browser is told to do, and what it is to keep or forget.
record Reply(NextStep next, List<Cookie> cookies) {
  Reply {
    cookies = List.copyOf(cookies);
  }

  static Reply of(NextStep next) {
    return new Reply(next, List.of());
  }

  Reply with(Cookie cookie) {
    List<Cookie> more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Reply(next, more);
  }

  Reply with(List<Cookie> added) {
    List<Cookie> more = new ArrayList<>(cookies);
    more.addAll(added);
    return new Reply(next, more);
  }
}
