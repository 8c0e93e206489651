package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.aria;
import static dev.ostiary.web.page.Attributes.hx;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.summary;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.OidcChange;
import dev.ostiary.connection.OidcConfig;
import dev.ostiary.connection.SamlChange;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.connection.SettingsChange;
import dev.ostiary.platform.Secret;
import dev.ostiary.web.page.Attribute;
import dev.ostiary.web.page.Attributes;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Visit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an IT admin brings back from the identity provider.
final class SetupForm {
  private static final String ENTITY_ID = "saml_config.idp_entity_id";
  private static final String JIT = "jit";
  private static final String SYNC = "sync";
  private static final String FILE = "metadata_file";

  /// What people paste in place of the issuer, and mean it well.
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  /// Our names of the attributes that a mapping is for.
  private static final List<String> MAPPED =
      List.of("email", "given_name", "family_name", "groups");

  private SetupForm() {}

  /// The fields. With scripts what is entered is looked at as soon as a field is left.
  static Html fields(PortalVisit visit, Connection connection, Problems problems) {
    Html fields =
        switch (connection.config()) {
          case SamlConfig saml -> saml(new Shown(visit.visit(), problems), saml);
          case OidcConfig oidc -> oidc(new Shown(visit.visit(), problems), oidc);
        };
    return Html.all(
        div(
            hx("post", Portal.path(connection) + "/mistakes"),
            hx("trigger", "change"),
            hx("include", "closest form"),
            hx("encoding", "multipart/form-data"),
            hx("target", "#mistakes"),
            fields),
        div(id("mistakes"), aria("live", "polite")));
  }

  /// What catches the eye, before anything is sent.
  static Html box(Map<String, String> mistakes) {
    return Html.each(
        mistakes.entrySet(),
        mistake -> Notice.bad(Words.of(mistake.getKey()) + ": " + mistake.getValue()));
  }

  /// What the fields show: what was entered while something is wrong with it, else what is stored.
  private record Shown(Visit visit, Problems problems) {
    @Nullable String value(String field, @Nullable String stored) {
      return !problems.isEmpty() && visit.ticked(field) ? visit.form(field) : stored;
    }

    boolean hasAny(String... fields) {
      return Arrays.stream(fields).anyMatch(field -> !visit.form(field).isEmpty());
    }
  }

  private static Html saml(Shown shown, SamlConfig config) {
    Problems problems = shown.problems();
    return Html.all(
        Field.url(Mistakes.METADATA_URL, "Metadata URL")
            .value(shown.value(Mistakes.METADATA_URL, config.idpMetadataUrl()))
            .hint("The best way: certificates and addresses are read from it.")
            .html(problems),
        Field.file(FILE, "Or the metadata file", ".xml,application/xml,text/xml").html(problems),
        details(
            Attributes.open(
                shown.hasAny(ENTITY_ID, Mistakes.SSO_URL, Mistakes.CERTIFICATE, Mistakes.METADATA)
                    || (config.idpMetadataUrl() == null && config.idpEntityId() != null)),
            summary("Or enter the values by hand"),
            Field.line(ENTITY_ID, "Entity id of your identity provider")
                .value(shown.value(ENTITY_ID, config.idpEntityId()))
                .html(problems),
            Field.url(Mistakes.SSO_URL, "Sign-in address")
                .value(shown.value(Mistakes.SSO_URL, config.idpSsoUrl()))
                .html(problems),
            Field.area(Mistakes.CERTIFICATE, "Signing certificate (PEM)", 6)
                .value(shown.value(Mistakes.CERTIFICATE, pem(config)))
                .html(problems),
            Field.area(Mistakes.METADATA, "Or the metadata as text", 4)
                .value(shown.value(Mistakes.METADATA, null))
                .html(problems)));
  }

  private static Html oidc(Shown shown, OidcConfig config) {
    Problems problems = shown.problems();
    return Html.all(
        Field.url(Mistakes.ISSUER, "Issuer or metadata document")
            .value(shown.value(Mistakes.ISSUER, config.issuer()))
            .required()
            .html(problems),
        Field.line(Mistakes.CLIENT_ID, "Client id")
            .value(shown.value(Mistakes.CLIENT_ID, config.clientId()))
            .with(Attribute.of("spellcheck", "false"))
            .with(Attributes.autocomplete("off"))
            .required()
            .html(problems),
        Field.line(Mistakes.CLIENT_SECRET, "Client secret")
            .value(shown.value(Mistakes.CLIENT_SECRET, masked(config)))
            .with(Attribute.of("spellcheck", "false"))
            .with(Attributes.autocomplete("off"))
            .required()
            .hint("Stored sealed; only its last four characters are ever shown.")
            .html(problems));
  }

  static Html settings(Connection connection) {
    return Html.all(
        Field.tick(
                JIT,
                "Let people in at their first sign-in, without an invitation",
                connection.config().provisionsJustInTime())
            .html(Problems.NONE),
        Field.tick(
                SYNC,
                "Take over names and groups at each sign-in",
                connection.config().syncsProfileOnLogin())
            .html(Problems.NONE),
        details(
            summary("Attributes under other names"),
            Html.each(
                MAPPED,
                name ->
                    Field.line(
                            "map." + name,
                            "What your provider calls the " + lower(Words.attribute(name)))
                        .value(connection.attributeMapping().get(name))
                        .html(Problems.NONE))));
  }

  private static String lower(String words) {
    return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
  }

  /// What was entered, for a first look at it.
  static Map<String, String> entered(Visit visit) {
    Map<String, String> entered = new HashMap<>();
    for (String field :
        List.of(
            Mistakes.METADATA_URL,
            Mistakes.SSO_URL,
            Mistakes.CERTIFICATE,
            Mistakes.ISSUER,
            Mistakes.CLIENT_ID,
            Mistakes.CLIENT_SECRET)) {
      entered.put(field, visit.form(field));
    }
    entered.put(Mistakes.METADATA, metadata(visit));
    return entered;
  }

  /// The document that was pasted or uploaded; empty for none.
  static String metadata(Visit visit) {
    String pasted = visit.form(Mistakes.METADATA);
    return pasted.isEmpty() ? visit.form(FILE).replace("\uFEFF", "") : pasted;
  }

  /// The change of what was entered; null where the document that came along says everything.
  static @Nullable ConfigChange read(Visit visit, Connection before) {
    return switch (before.config()) {
      case SamlConfig saml -> metadata(visit).isEmpty() ? ConfigChange.of(saml(visit, saml)) : null;
      case OidcConfig oidc -> ConfigChange.of(oidc(visit, oidc));
    };
  }

  private static SettingsChange saml(Visit visit, SamlConfig before) {
    return new SamlChange()
        .idpMetadataUrl(changed(visit, Mistakes.METADATA_URL, before.idpMetadataUrl()))
        .idpEntityId(changed(visit, ENTITY_ID, before.idpEntityId()))
        .idpSsoUrl(changed(visit, Mistakes.SSO_URL, before.idpSsoUrl()))
        .idpCertificate(changed(visit, Mistakes.CERTIFICATE, pem(before)));
  }

  private static SettingsChange oidc(Visit visit, OidcConfig before) {
    OidcChange change =
        new OidcChange()
            .clientId(changed(visit, Mistakes.CLIENT_ID, before.clientId()))
            .clientSecret(changed(visit, Mistakes.CLIENT_SECRET, masked(before)));
    String issuer = changed(visit, Mistakes.ISSUER, before.issuer());
    return issuer != null && issuer.endsWith(DISCOVERY)
        ? change.discoveryEndpoint(issuer)
        : change.issuer(issuer);
  }

  private static @Nullable String masked(OidcConfig config) {
    Secret secret = config.clientSecret();
    return secret == null ? null : secret.masked();
  }

  /// The change of the settings.
  static ConfigChange readSettings(Visit visit, Connection before) {
    Map<String, String> mapping = new HashMap<>(before.attributeMapping());
    for (String name : MAPPED) {
      String theirs = visit.form("map." + name);
      if (theirs.isEmpty()) {
        mapping.remove(name);
      } else {
        mapping.put(name, theirs);
      }
    }
    boolean jit = visit.ticked(JIT);
    boolean sync = visit.ticked(SYNC);
    return ConfigChange.of(
            switch (before.config()) {
              case SamlConfig _ ->
                  new SamlChange().provisionsJustInTime(jit).syncsProfileOnLogin(sync);
              case OidcConfig _ ->
                  new OidcChange().provisionsJustInTime(jit).syncsProfileOnLogin(sync);
            })
        .attributeMapping(mapping);
  }

  private static String pem(SamlConfig config) {
    return String.join(
        "\n", config.idpCertificates().stream().map(SamlConfig.Certificate::pem).toList());
  }

  /// Null where the field says what is stored already.
  private static @Nullable String changed(Visit visit, String field, @Nullable String stored) {
    String now = visit.form(field).replace("\r\n", "\n");
    return now.equals(stored == null ? "" : stored.strip()) ? null : now;
  }
}
