package dev.ostiary.connection;

import static dev.ostiary.connection.SettingsChange.given;
import static dev.ostiary.connection.SettingsChange.isGiven;
import static dev.ostiary.connection.SettingsChange.text;
import static dev.ostiary.connection.SettingsChange.value;

import dev.ostiary.connection.MetadataSource.SamlFacts;
import dev.ostiary.connection.SamlConfig.Certificate;
import dev.ostiary.connection.SamlConfig.NameIdFormat;
import dev.ostiary.connection.SamlConfig.RequestBinding;
import dev.ostiary.connection.SamlConfig.SigningOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A partial change of a {@link SamlConfig}, filled in call by call. `idpCertificate` may hold
/// several certificates in PEM; they replace all that were there.
public final class SamlChange implements SettingsChange {
  @Nullable String idpMetadataUrl;
  private @Nullable String idpEntityId;
  private @Nullable String idpSsoUrl;
  private @Nullable String idpSloUrl;
  @Nullable String idpCertificate;
  private @Nullable List<Certificate> certificates;
  private @Nullable NameIdFormat nameIdFormat;
  private @Nullable RequestBinding ssoRequestBinding;
  private @Nullable RequestBinding sloRequestBinding;
  private @Nullable SigningOption signingOption;
  private @Nullable Boolean forceAuthn;
  private @Nullable String defaultRedirectUri;
  private @Nullable Boolean assertionEncrypted;
  private @Nullable Boolean wantRequestSigned;
  private @Nullable String certificateId;
  private @Nullable Boolean idpSloRequired;
  private @Nullable Boolean allowIdpInitiatedLogin;
  private @Nullable Boolean syncsProfileOnLogin;
  private @Nullable Boolean provisionsJustInTime;

  /// What metadata add to what was said by hand, which they do not overrule.
  static SamlChange found(SamlFacts metadata, List<Certificate> usable, SamlChange byHand) {
    SamlChange found = new SamlChange();
    found.idpEntityId = byHand.idpEntityId == null ? metadata.entityId() : null;
    if (byHand.idpSsoUrl == null) {
      found.idpSsoUrl = metadata.ssoUrl();
      found.ssoRequestBinding = byHand.ssoRequestBinding == null ? metadata.ssoBinding() : null;
    }
    if (byHand.idpSloUrl == null) {
      found.idpSloUrl = metadata.sloUrl() == null ? "" : metadata.sloUrl();
      found.sloRequestBinding = byHand.sloRequestBinding == null ? metadata.sloBinding() : null;
    }
    found.nameIdFormat = byHand.nameIdFormat == null ? metadata.nameIdFormat() : null;
    if (byHand.wantRequestSigned == null && metadata.wantsSignedRequests()) {
      found.wantRequestSigned = true;
    }
    found.certificates = usable;
    return found;
  }

  /// What metadata that are read again can change: where the provider is, and what it signs with.
  static SamlChange reread(SamlFacts metadata, List<Certificate> usable) {
    SamlChange found = new SamlChange();
    found.idpSsoUrl = metadata.ssoUrl();
    found.ssoRequestBinding = metadata.ssoBinding();
    found.idpSloUrl = metadata.sloUrl();
    found.sloRequestBinding = metadata.sloBinding();
    // Metadata without a certificate take away none: sign-ins would end.
    found.certificates = usable.isEmpty() ? null : usable;
    return found;
  }

  /// What certificates entered by hand turn out to be.
  static SamlChange found(List<Certificate> certificates) {
    SamlChange found = new SamlChange();
    found.certificates = certificates;
    return found;
  }

  public SamlChange idpMetadataUrl(@Nullable String idpMetadataUrl) {
    this.idpMetadataUrl = idpMetadataUrl;
    return this;
  }

  public SamlChange idpEntityId(@Nullable String idpEntityId) {
    this.idpEntityId = idpEntityId;
    return this;
  }

  public SamlChange idpSsoUrl(@Nullable String idpSsoUrl) {
    this.idpSsoUrl = idpSsoUrl;
    return this;
  }

  public SamlChange idpSloUrl(@Nullable String idpSloUrl) {
    this.idpSloUrl = idpSloUrl;
    return this;
  }

  public SamlChange idpCertificate(@Nullable String idpCertificate) {
    this.idpCertificate = idpCertificate;
    return this;
  }

  public SamlChange nameIdFormat(@Nullable NameIdFormat nameIdFormat) {
    this.nameIdFormat = nameIdFormat;
    return this;
  }

  public SamlChange ssoRequestBinding(@Nullable RequestBinding ssoRequestBinding) {
    this.ssoRequestBinding = ssoRequestBinding;
    return this;
  }

  public SamlChange sloRequestBinding(@Nullable RequestBinding sloRequestBinding) {
    this.sloRequestBinding = sloRequestBinding;
    return this;
  }

  public SamlChange signingOption(@Nullable SigningOption signingOption) {
    this.signingOption = signingOption;
    return this;
  }

  public SamlChange forceAuthn(@Nullable Boolean forceAuthn) {
    this.forceAuthn = forceAuthn;
    return this;
  }

  public SamlChange defaultRedirectUri(@Nullable String defaultRedirectUri) {
    this.defaultRedirectUri = defaultRedirectUri;
    return this;
  }

  public SamlChange assertionEncrypted(@Nullable Boolean assertionEncrypted) {
    this.assertionEncrypted = assertionEncrypted;
    return this;
  }

  public SamlChange wantRequestSigned(@Nullable Boolean wantRequestSigned) {
    this.wantRequestSigned = wantRequestSigned;
    return this;
  }

  public SamlChange certificateId(@Nullable String certificateId) {
    this.certificateId = certificateId;
    return this;
  }

  public SamlChange idpSloRequired(@Nullable Boolean idpSloRequired) {
    this.idpSloRequired = idpSloRequired;
    return this;
  }

  public SamlChange allowIdpInitiatedLogin(@Nullable Boolean allowIdpInitiatedLogin) {
    this.allowIdpInitiatedLogin = allowIdpInitiatedLogin;
    return this;
  }

  public SamlChange syncsProfileOnLogin(@Nullable Boolean syncsProfileOnLogin) {
    this.syncsProfileOnLogin = syncsProfileOnLogin;
    return this;
  }

  public SamlChange provisionsJustInTime(@Nullable Boolean provisionsJustInTime) {
    this.provisionsJustInTime = provisionsJustInTime;
    return this;
  }

  /// Whether somebody entered by hand what metadata would say.
  boolean setsRequired() {
    return isGiven(idpEntityId) || isGiven(idpSsoUrl) || isGiven(idpCertificate);
  }

  @Override
  public Map<String, String> calledUrls() {
    return given(SamlConfig.METADATA_URL, idpMetadataUrl);
  }

  SamlConfig applyTo(SamlConfig before) {
    return new SamlConfig(
        text(idpMetadataUrl, before.idpMetadataUrl()),
        text(idpEntityId, before.idpEntityId()),
        text(idpSsoUrl, before.idpSsoUrl()),
        text(idpSloUrl, before.idpSloUrl()),
        certificates(before.idpCertificates()),
        value(nameIdFormat, before.nameIdFormat()),
        value(ssoRequestBinding, before.ssoRequestBinding()),
        value(sloRequestBinding, before.sloRequestBinding()),
        value(signingOption, before.signingOption()),
        value(forceAuthn, before.forceAuthn()),
        text(defaultRedirectUri, before.defaultRedirectUri()),
        value(assertionEncrypted, before.assertionEncrypted()),
        value(wantRequestSigned, before.wantRequestSigned()),
        text(certificateId, before.certificateId()),
        value(idpSloRequired, before.idpSloRequired()),
        value(allowIdpInitiatedLogin, before.allowIdpInitiatedLogin()),
        value(syncsProfileOnLogin, before.syncsProfileOnLogin()),
        value(provisionsJustInTime, before.provisionsJustInTime()));
  }

  /// One that was there already stays, with the time since when we have it.
  private List<Certificate> certificates(List<Certificate> before) {
    if (certificates == null) {
      return idpCertificate != null && !isGiven(idpCertificate) ? List.of() : before;
    }
    return certificates.stream()
        .map(wanted ->
            before.stream()
                .filter(present -> present.fingerprint().equals(wanted.fingerprint()))
                .findFirst()
                .orElse(wanted))
        .toList();
  }
}
