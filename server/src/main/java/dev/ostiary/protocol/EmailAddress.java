package dev.ostiary.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An e-mail address of the plain kind: a dot-atom, an at sign, a domain name (RFC 5321, section
/// 4.1.2), all ASCII. The rest of the grammar (quoted local parts, comments, encoded words, address
/// literals, other scripts) is read differently by different programs, and whoever decides by the
/// domain must not be one of two opinions.
public record EmailAddress(String local, String domain) {
  /// RFC 5321, section 4.5.3.1; the whole is bounded by the path's 256 with its brackets.
  private static final int MAX_LENGTH = 254;

  private static final int MAX_LOCAL = 64;

  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final Pattern LOCAL = Pattern.compile(ATOM + "(\\." + ATOM + ")*");

  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile("(" + LABEL + "\\.)+" + LABEL);

  /// `=?charset?encoding?text?=` (RFC 2047): an atom to one program, another text to the next.
  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?.*\\?=");

  public EmailAddress {
    if (!isPlain(local, domain)) {
      throw new IllegalArgumentException("not a plain e-mail address");
    }
    domain = domain.toLowerCase(Locale.ROOT);
  }

  /// Empty when the text is anything but one such address.
  public static Optional<EmailAddress> find(String text) {
    int at = text.indexOf('@');
    if (at < 0 || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String local = text.substring(0, at);
    String domain = text.substring(at + 1);
    return isPlain(local, domain) ? Optional.of(new EmailAddress(local, domain)) : Optional.empty();
  }

  private static boolean isPlain(String local, String domain) {
    return local.length() <= MAX_LOCAL
        && LOCAL.matcher(local).matches()
        && DOMAIN.matcher(domain).matches()
        && !ENCODED_WORD.matcher(local).find();
  }

  @Override
  public String toString() {
    return local + "@" + domain;
  }
}
