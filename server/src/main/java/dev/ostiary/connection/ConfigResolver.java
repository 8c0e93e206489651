package dev.ostiary.connection;

import static dev.ostiary.connection.SettingsChange.isGiven;

import dev.ostiary.connection.MetadataSource.CertificateFacts;
import dev.ostiary.connection.MetadataSource.OidcEndpoints;
import dev.ostiary.connection.MetadataSource.SamlFacts;
import dev.ostiary.connection.SamlConfig.Certificate;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Problem.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what a change refers to: discovery documents, metadata, certificates. It talks to
/// strangers on the network, so it works before the transaction begins.
final class ConfigResolver {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

  private final MetadataSource source;

  ConfigResolver(MetadataSource source) {
    this.source = source;
  }

  ResolvedChange resolve(ConnectionConfig present, ConfigChange change, Instant now) {
    if (change.settings != null) {
      refuseBlocked(change.settings);
    }
    return switch (present) {
      case OidcConfig oidc when change.settings == null || change.settings instanceof OidcChange ->
          resolveOidc(oidc, change);
      case SamlConfig saml when change.settings == null || change.settings instanceof SamlChange ->
          resolveSaml(saml, change, now);
      // Settings of the other type: the transition refuses them.
      case ConnectionConfig _ -> ResolvedChange.plain(change);
    };
  }

  /// An address that this server would not call is of no use to anybody who signs in, so it is not
  /// stored either.
  private void refuseBlocked(SettingsChange byHand) {
    refuse(
        byHand.calledUrls().entrySet().stream()
            .flatMap(url -> blocked(url.getKey(), url.getValue()))
            .toList());
  }

  /// The same for what a document says.
  ///
  /// @param field of the document's own address
  private void refuseBlocked(String field, SettingsChange found) {
    refuse(
        found.calledUrls().values().stream()
            .flatMap(url ->
                blocked(field, url)
                    .map(fault ->
                        new Violation(
                            field, "the document names " + url + ": " + fault.description())))
            .toList());
  }

  private Stream<Violation> blocked(String field, String url) {
    try {
      source.vet(field, url);
      return Stream.of();
    } catch (Problem refusal) {
      return refusal.violations().stream();
    }
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
  }

  /// What a metadata document says, whoever brought it.
  ResolvedChange resolveMetadata(String field, String xml, Instant now) {
    SamlFacts facts = source.read(field, xml);
    SamlChange nothingByHand = new SamlChange();
    return new ResolvedChange(
        ConfigChange.of(nothingByHand),
        SamlChange.found(facts, usable(field, facts.certificates(), now), nothingByHand),
        ConfigurationType.MANUAL);
  }

  /// What the document says now that the configuration was read from; empty if it was not read from
  /// any. Preferences, which people may have set otherwise since, stay.
  Optional<ResolvedChange> reread(Configuration present, Instant now) {
    if (present.source() != ConfigurationType.DISCOVERY) {
      return Optional.empty();
    }
    return switch (present.settings()) {
      case OidcConfig oidc -> rereadOidc(oidc);
      case SamlConfig saml -> rereadSaml(saml, now);
    };
  }

  private Optional<ResolvedChange> rereadOidc(OidcConfig present) {
    String document = present.discoveryEndpoint();
    String field = document == null ? OidcConfig.ISSUER : OidcConfig.DISCOVERY_ENDPOINT;
    String url = document == null ? present.issuer() : document;
    if (url == null) {
      return Optional.empty();
    }
    OidcEndpoints found = source.discover(field, url);
    refuseOtherIdentity(field, present.issuer(), found.issuer());
    OidcChange change = OidcChange.reread(found);
    refuseBlocked(field, change);
    return Optional.of(reread(change));
  }

  private Optional<ResolvedChange> rereadSaml(SamlConfig present, Instant now) {
    String url = present.idpMetadataUrl();
    if (url == null) {
      return Optional.empty();
    }
    SamlFacts found = source.fetch(SamlConfig.METADATA_URL, url);
    refuseOtherIdentity(SamlConfig.METADATA_URL, present.idpEntityId(), found.entityId());
    List<Certificate> certificates = usable(SamlConfig.METADATA_URL, found.certificates(), now);
    return Optional.of(reread(SamlChange.reread(found, certificates)));
  }

  private static ResolvedChange reread(SettingsChange found) {
    return new ResolvedChange(new ConfigChange(), found, null);
  }

  /// A document that suddenly speaks for another provider would let that one sign our people in.
  private static void refuseOtherIdentity(String field, @Nullable String known, String found) {
    if (!found.equals(known)) {
      throw Problem.invalid(
          field, "found the document of " + found + ", expected that of " + known);
    }
  }

  private ResolvedChange resolveOidc(OidcConfig present, ConfigChange change) {
    OidcChange byHand = change.settings instanceof OidcChange oidc ? oidc : new OidcChange();
    boolean namesDocument =
        isGiven(byHand.discoveryEndpoint)
            || (!isGiven(byHand.issuer) && present.discoveryEndpoint() != null);
    String field = namesDocument ? OidcConfig.DISCOVERY_ENDPOINT : OidcConfig.ISSUER;
    String named = namesDocument ? byHand.discoveryEndpoint : byHand.issuer;
    String known = namesDocument ? present.discoveryEndpoint() : present.issuer();
    String url =
        whatToFetch(
            change.configurationType, named, known, byHand.setsEndpoints(), present.hasEndpoints());
    if (url == null) {
      return ResolvedChange.plain(change);
    }
    OidcEndpoints document = source.discover(field, url);
    refuseOtherIssuer(byHand.issuer, document.issuer());
    OidcChange found = OidcChange.found(document, byHand);
    refuseBlocked(field, found);
    return new ResolvedChange(change, found, ConfigurationType.DISCOVERY);
  }

  /// People forget or add the last slash; more of a difference is another issuer.
  private static void refuseOtherIssuer(@Nullable String wanted, String found) {
    if (isGiven(wanted) && !withoutSlash(wanted).equals(withoutSlash(found))) {
      throw Problem.invalid(
          OidcConfig.ISSUER,
          "found " + wanted + ", but its discovery document names the issuer " + found);
    }
  }

  private static String withoutSlash(@Nullable String url) {
    return Objects.requireNonNullElse(url, "").strip().replaceFirst("/$", "");
  }

  private ResolvedChange resolveSaml(SamlConfig present, ConfigChange change, Instant now) {
    SamlChange byHand = change.settings instanceof SamlChange saml ? saml : new SamlChange();
    String url =
        whatToFetch(
            change.configurationType,
            byHand.idpMetadataUrl,
            present.idpMetadataUrl(),
            byHand.setsRequired(),
            present.missing().isEmpty());
    if (url != null) {
      SamlFacts facts = source.fetch(SamlConfig.METADATA_URL, url);
      List<Certificate> certificates =
          isGiven(byHand.idpCertificate)
              ? certificates(byHand.idpCertificate, now)
              : usable(SamlConfig.METADATA_URL, facts.certificates(), now);
      return new ResolvedChange(
          change, SamlChange.found(facts, certificates, byHand), ConfigurationType.DISCOVERY);
    }
    if (isGiven(byHand.idpCertificate)) {
      return new ResolvedChange(
          change, SamlChange.found(certificates(byHand.idpCertificate, now)), null);
    }
    return ResolvedChange.plain(change);
  }

  /// The document to read, or null. DISCOVERY always reads what the caller names; when the caller
  /// does not say how, a document is read if it is new or something is missing, and nothing was
  /// entered by hand.
  private static @Nullable String whatToFetch(
      @Nullable ConfigurationType wanted,
      @Nullable String named,
      @Nullable String known,
      boolean byHand,
      boolean complete) {
    if (wanted == ConfigurationType.MANUAL) {
      return null;
    }
    if (named == null) {
      return wanted == ConfigurationType.DISCOVERY && !complete ? known : null;
    }
    String url = named.strip();
    if (url.isEmpty()) {
      return null;
    }
    boolean needless = byHand || (complete && url.equals(known));
    return wanted == null && needless ? null : url;
  }

  private List<Certificate> certificates(@Nullable String text, Instant now) {
    String given = Objects.requireNonNullElse(text, "");
    List<String> blocks = PEM.matcher(given).results().map(MatchResult::group).toList();
    List<CertificateFacts> facts =
        (blocks.isEmpty() ? List.of(given.strip()) : blocks)
            .stream()
                .limit(SamlConfig.MAX_CERTIFICATES + 1L)
                .map(block -> source.certificate(SamlConfig.CERTIFICATE, block))
                .toList();
    return usable(SamlConfig.CERTIFICATE, facts, now);
  }

  /// Leaves out what has expired: a provider that lists an old certificate beside the new one is
  /// well; one that has nothing else is not.
  private static List<Certificate> usable(String field, List<CertificateFacts> facts, Instant now) {
    List<Certificate> usable =
        facts.stream()
            .map(certificate ->
                new Certificate(
                    certificate.pem(),
                    certificate.issuer(),
                    certificate.notAfter(),
                    certificate.fingerprint(),
                    now))
            .filter(certificate -> !certificate.isExpired(now))
            .toList();
    if (usable.isEmpty() && !facts.isEmpty()) {
      throw Problem.invalid(
          field,
          "found a certificate that expired on "
              + facts.getLast().notAfter()
              + "; export the one that the identity provider signs with now");
    }
    return usable;
  }
}
