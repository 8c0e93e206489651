package dev.ostiary.organization;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Reads TXT records from the DNS, past every cache of ours: whoever has just published a record
/// wants it seen.
public final class TxtLookup {
  /// A person waits for the answer.
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Resolver resolver;

  private TxtLookup(Resolver resolver) {
    this.resolver = resolver;
    resolver.setTimeout(TIMEOUT);
  }

  /// Asks the name servers that this machine is configured with.
  public static TxtLookup system() {
    return new TxtLookup(new ExtendedResolver());
  }

  /// Asks one name server.
  public static TxtLookup at(InetSocketAddress server) {
    return new TxtLookup(new SimpleResolver(server));
  }

  /// The texts at a name; none when there is no such name or no such record.
  ///
  /// @throws Problem UNAVAILABLE when no name server answers
  public List<String> texts(String name) {
    Database.requireNoneHeld();
    Lookup lookup;
    try {
      lookup = new Lookup(Name.fromString(name, Name.root), Type.TXT);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(name, e);
    }
    lookup.setResolver(resolver);
    lookup.setCache(null);
    Record[] records = lookup.run();
    return switch (lookup.getResult()) {
      case Lookup.SUCCESSFUL -> texts(records);
      case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
      default ->
          throw new Problem(
              Problem.Kind.UNAVAILABLE,
              "no name server answered for " + name + "; try again: " + lookup.getErrorString());
    };
  }

  /// A record is a row of strings of at most 255 bytes, which belong together.
  private static List<String> texts(Record[] records) {
    List<String> texts = new ArrayList<>();
    for (Record record : records) {
      if (record instanceof TXTRecord txt) {
        texts.add(String.join("", txt.getStrings()));
      }
    }
    return texts;
  }
}
