package dev.ostiary.organization;

import com.google.common.net.InternetDomainName;
import dev.ostiary.platform.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A domain that an organization can own, in the one form in which domains are compared: lower
/// case, letters beyond ASCII as an A-label (RFC 5890), no dot at the end. A subdomain is another
/// domain.
public record DomainName(String text) {
  private static final int MIN_LENGTH = 4;

  /// RFC 1035, section 2.3.4, without the root's label.
  private static final int MAX_LENGTH = 253;

  /// Read by one standard as one or two other letters, and by the next as themselves (UTS 46,
  /// section 7): whoever means them has to write the A-label.
  private static final String AMBIGUOUS = "\u00df\u03c2\u200c\u200d";

  /// Where anybody can have a mailbox.
  private static final Set<String> PUBLIC = read("/domains/public-email-domains.txt");

  public DomainName {
    if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH || !isName(text)) {
      throw notAName();
    }
  }

  /// Reads what a person or a program wrote.
  ///
  /// @throws Problem INVALID_ARGUMENT when no organization can own such a domain
  public static DomainName parse(String written) {
    String plain = written.strip();
    if (plain.endsWith(".")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    if (plain.chars().anyMatch(c -> AMBIGUOUS.indexOf(c) >= 0)) {
      throw Problem.invalid(
          "domain", "found a letter that is read in two ways; send the form that begins with xn--");
    }
    DomainName name;
    try {
      name = new DomainName(IDN.toASCII(plain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw notAName();
    }
    name.fault()
        .ifPresent(fault -> {
          throw Problem.invalid("domain", fault);
        });
    return name;
  }

  /// The domain of an e-mail address, for looking it up; empty when there is none to look up.
  public static Optional<DomainName> ofEmail(String address) {
    int at = address.lastIndexOf('@');
    try {
      return at < 1 ? Optional.empty() : Optional.of(parse(address.substring(at + 1)));
    } catch (Problem nobodysDomain) {
      return Optional.empty();
    }
  }

  /// Why nobody can own it. Asked of what is written now and not of what is stored, for the lists
  /// change.
  private Optional<String> fault() {
    if (InternetDomainName.from(text).isPublicSuffix()) {
      return Optional.of(text + " is a public suffix, under which anybody can have a domain");
    }
    return PUBLIC.contains(text)
        ? Optional.of(
            text
                + " belongs to a public e-mail provider; expected a domain of the organization's"
                + " own")
        : Optional.empty();
  }

  private static boolean isName(String text) {
    return text.equals(text.toLowerCase(Locale.ROOT))
        && text.chars().allMatch(c -> c < 128 && c != '_')
        && InternetDomainName.isValid(text)
        && InternetDomainName.from(text).hasParent()
        // 192.0.2.1 is an address, and 2130706433 another way to write one
        && !text.matches("(.*\\.)?[0-9]+");
  }

  private static Problem notAName() {
    return Problem.invalid("domain", "found no domain name; expected one such as example.com");
  }

  private static Set<String> read(String resource) {
    try (InputStream stream = DomainName.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(stream, resource), StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
