package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Would anybody notice if the verifier forgot a check? Each is taken out in turn, and the other
/// tests of this package must fail. Of each rule one check is tried; with `-Dsaml.weakenings=all`
/// every one.
class WeakenedVerifierTest {
  private static final List<Class<?>> TESTS =
      List.of(
          AssertionRefusalsTest.class,
          SignatureRefusalsTest.class,
          HostileXmlTest.class,
          EncryptedAssertionTest.class,
          ResponseVerifierTest.class,
          LogoutTest.class);

  /// By what they would find: checks for which no message can be made, and why.
  private static final Map<String, String> SECOND_LINE =
      Map.of(
          "found a signature of another element",
          "a reference that names its parent digests nothing else",
          "found a node of the kind",
          "the parser gives no others");

  @Test
  void everyCheckIsMissedByATest() {
    List<Weakening> survivors = new ArrayList<>();
    List<Weakening> chosen = chosen();
    for (Weakening weakening : chosen) {
      WeakenedClasses classes = WeakenedClasses.of(weakening);
      if (classes != null && isMissedByNobody(weakening, classes)) {
        survivors.add(weakening);
      }
    }

    assertThat(survivors).isEmpty();
    assertThat(chosen).hasSizeGreaterThan(15);
  }

  /// Or every weakening would be missed, whatever it is.
  @Test
  void nothingIsMissedWhereNothingIsWeak() {
    Weakening any = Weakening.all().getFirst();
    String source = any.source().replace("false && ", "");
    Weakening none = new Weakening(any.type(), any.rule(), any.finding(), source);

    assertThat(source).isNotEqualTo(any.source());
    assertThat(isMissedByNobody(none, WeakenedClasses.of(none))).isTrue();
  }

  private static List<Weakening> chosen() {
    List<Weakening> all =
        Weakening.all().stream()
            .filter(weakening -> !SECOND_LINE.containsKey(weakening.finding()))
            .toList();
    if (System.getProperty("saml.weakenings", "").equals("all")) {
      return all;
    }
    Map<String, Weakening> first = new TreeMap<>();
    all.forEach(weakening -> first.putIfAbsent(weakening.rule(), weakening));
    return List.copyOf(first.values());
  }

  private static boolean isMissedByNobody(Weakening weakening, WeakenedClasses classes) {
    Class<?> likeliest = likeliest(weakening);
    return passes(classes, likeliest)
        && TESTS.stream()
            .filter(test -> !test.equals(likeliest))
            .allMatch(test -> passes(classes, test));
  }

  /// The test that will notice, to be run first.
  private static Class<?> likeliest(Weakening weakening) {
    if (weakening.type().startsWith("Logout") || weakening.type().equals("RedirectQuery")) {
      return LogoutTest.class;
    }
    return switch (Rule.valueOf(weakening.rule())) {
      case ENCODING, XML -> HostileXmlTest.class;
      case SHAPE, SIGNATURE_MISSING, SIGNATURE_FORM, SIGNATURE_ALGORITHM, SIGNATURE ->
          SignatureRefusalsTest.class;
      case ENCRYPTION, ENCRYPTION_MISSING -> EncryptedAssertionTest.class;
      case UNSOLICITED -> ResponseVerifierTest.class;
      default -> AssertionRefusalsTest.class;
    };
  }

  private static boolean passes(WeakenedClasses classes, Class<?> test) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(selectClass(classes.loadClass(test.getName())))
              .filters(EngineFilter.includeEngines("junit-jupiter"))
              .build();
      var summary = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request, summary);
      assertThat(summary.getSummary().getTestsFoundCount()).isPositive();
      return summary.getSummary().getTotalFailureCount() == 0;
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
