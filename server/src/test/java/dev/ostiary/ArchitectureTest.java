package dev.ostiary;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rules of the house. An exception is made by changing the rule, with its reason.
class ArchitectureTest {
  private static final String ROOT = "dev.ostiary.";
  private static final Path SOURCES = Path.of("src/main/java");
  private static final JavaClasses HOUSE = new ClassFileImporter().importPath("target/classes");

  @Test
  void theMapIsTheTerritory() throws IOException {
    Map<String, Set<String>> drawn = new TreeMap<>();
    Matcher row =
        Pattern.compile("^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE)
            .matcher(
                Files.readString(Path.of("../ARCHITECTURE.md"))
                    .split("<!-- packages -->", -1)[1]
                    .split("\n\n", -1)[0]);
    while (row.find()) {
      drawn.put(
          row.group(1),
          Pattern.compile("`(\\w+)`")
              .matcher(row.group(2))
              .results()
              .map(name -> name.group(1))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    Map<String, Set<String>> real = new TreeMap<>();
    for (JavaClass from : HOUSE) {
      Set<String> imports = real.computeIfAbsent(room(from), name -> new TreeSet<>());
      from.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(ArchitectureTest::room)
          .filter(room -> !room.equals(room(from)) && !room.equals("wire"))
          .forEach(imports::add);
    }

    assertThat(real).as("the table in ARCHITECTURE.md, both ways").isEqualTo(drawn);
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
  }

  @Test
  void noPackageNeedsItself() {
    slices()
        .matching("dev.ostiary.(**)")
        .should()
        .beFreeOfCycles()
        .because("a floor that stands on its own ceiling cannot be understood alone")
        .check(HOUSE);
  }

  @Test
  void wireStaysAtTheEdge() {
    noClasses()
        .that(not(resideInAPackage("dev.ostiary.api..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ostiary.wire..")
        .because("the public contract is a language of its own, spoken only by api")
        .check(HOUSE);
  }

  @Test
  void theHttpServerStaysAtTheEdges() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.ostiary.api..",
            "dev.ostiary.app..",
            "dev.ostiary.login..",
            "dev.ostiary.token..",
            "dev.ostiary.web",
            "dev.ostiary.web.page..",
            "dev.ostiary.platform.http..",
            "dev.ostiary.platform.outbound..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.linecorp.armeria..")
        .because("rules and SQL must not know how a request came in")
        .check(HOUSE);
  }

  @Test
  void onlyTheDatabasePackagesSeeJdbc() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.ostiary.platform.database..",
            "dev.ostiary.platform.postgres..",
            "dev.ostiary.app.bench.baseline..") // as others write it, not as we do
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.postgresql..")
        .because("a Tx must stay the only way into a transaction")
        .check(HOUSE);
  }

  @Test
  void cryptographyIsChosenInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.ostiary.platform.crypto..", "dev.ostiary.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.crypto..")
        .orShould()
        .callMethod("java.security.MessageDigest", "getInstance", "java.lang.String")
        .because("an algorithm is easier to replace where it is written once")
        .check(HOUSE);
  }

  @Test
  void xmlIsReadOnlyAsHardenedDom() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.xml.stream..", "javax.xml.bind..", "javax.xml.xpath..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("javax.xml.parsers.SAXParser")
        .because("two parsers of one document are two opinions of what it says")
        .check(HOUSE);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ostiary.protocol.saml..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.xml..", "org.w3c.dom..")
        .because("XML comes from strangers and is met in one room")
        .check(HOUSE);
  }

  @Test
  void timeAndChanceAreParameters() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ostiary.app..")
        .should()
        .callMethod("java.time.Instant", "now")
        .orShould()
        .callMethod("java.time.InstantSource", "system")
        .orShould()
        .callMethod("java.time.Clock", "systemUTC")
        .orShould()
        .callMethod("java.util.UUID", "randomUUID")
        .orShould()
        .callConstructor("java.security.SecureRandom")
        .orShould()
        .callMethod("java.lang.Math", "random")
        .orShould()
        .callMethod("java.lang.System", "getenv")
        .orShould()
        .callMethod("java.lang.System", "getenv", "java.lang.String")
        .because("what a test cannot set it cannot test")
        .check(HOUSE);
    noClasses()
        .should()
        .callMethod("java.lang.Thread", "sleep", "long")
        .because("waiting for time to pass hides what is really waited for")
        .check(HOUSE);
  }

  @Test
  void storesAreNobodysBusiness() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Store")
        .should()
        .bePackagePrivate()
        .because("SQL belongs to its feature")
        .check(HOUSE);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveNameMatching(".*(Utils?|Base|Data|Info|Dto)")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .because("such endings name nothing")
        .check(HOUSE);
  }

  @Test
  void constructorsTakeWhatOneCanRemember() {
    constructors()
        .that()
        .areDeclaredInClassesThat()
        .areNotRecords()
        .and()
        .areDeclaredInClassesThat()
        .areNotEnums()
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage("dev.ostiary.app..")
        .and()
        .areNotPrivate()
        .should(
            new ArchCondition<JavaConstructor>("take at most six parameters") {
              @Override
              public void check(JavaConstructor constructor, ConditionEvents events) {
                int count = constructor.getRawParameterTypes().size();
                if (count > 6) {
                  events.add(
                      SimpleConditionEvent.violated(
                          constructor, constructor.getFullName() + " takes " + count));
                }
              }
            })
        .because("a seventh shows that a concept is missing")
        .check(HOUSE);
  }

  @Test
  void everyPackageIsNullMarkedAndIntroducesItself() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> folders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .toList();
      for (Path folder : folders) {
        assertThat(folder.resolve("package-info.java"))
            .exists()
            .content()
            .startsWith("///")
            .contains("@NullMarked");
      }
    }
  }

  @Test
  void noSourceFileIsTooLongToReadAtOnce() throws IOException {
    try (Stream<Path> files =
        Stream.concat(Files.walk(SOURCES), Files.walk(Path.of("src/test/java")))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(400));
    }
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    Pattern left =
        Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b|System\\.out|java\\.util\\.logging");
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> !file.endsWith("Console.java")))
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(left));
    }
  }
}
