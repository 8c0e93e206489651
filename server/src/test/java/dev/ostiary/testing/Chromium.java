package dev.ostiary.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A real browser without a window: Chromium and its driver, as the system's packages install them.
/// Where they are elsewhere, `CHROMIUM` and `CHROMEDRIVER` name them.
public final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  public static Chromium start() {
    return start(true);
  }

  /// @param scripts whether pages may run any
  public static Chromium start(boolean scripts) {
    ChromeOptions options = new ChromeOptions();
    if (!scripts) {
      options.setExperimentalOption(
          "prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
    }
    return start(options);
  }

  /// One that takes any certificate for the one of the site.
  public static Chromium credulous() {
    ChromeOptions options = new ChromeOptions();
    options.addArguments("--ignore-certificate-errors");
    return start(options);
  }

  private static Chromium start(ChromeOptions options) {
    Path browser = find("CHROMIUM", "chromium", "chromium-browser", "google-chrome");
    Path control = find("CHROMEDRIVER", "chromedriver");
    options.setBinary(browser.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--force-color-profile=srgb",
        "--hide-scrollbars");
    ChromeDriver driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(control.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build(),
            options);
    driver.manage().timeouts().pageLoadTimeout(PATIENCE);
    driver.manage().window().setSize(new Dimension(1280, 900));
    return new Chromium(driver);
  }

  private static Path find(String variable, String... names) {
    String named = System.getenv(variable);
    if (named != null) {
      return Path.of(named);
    }
    List<Path> folders =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList();
    Optional<Path> found =
        Arrays.stream(names)
            .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElseThrow(() ->
        new AssertionError(
            "no "
                + names[0]
                + " on the PATH: install the packages chromium and chromium-driver, or name it in "
                + variable));
  }

  public ChromeDriver driver() {
    return driver;
  }

  public Chromium open(String url) {
    driver.get(url);
    return this;
  }

  /// Goes on in the window that a link has opened.
  public Chromium intoTheOtherWindow() {
    String present = driver.getWindowHandle();
    patiently()
        .until(any -> {
          String other =
              driver.getWindowHandles().stream()
                  .filter(handle -> !handle.equals(present))
                  .findFirst()
                  .orElseThrow(() -> new WebDriverException("no other window yet"));
          driver.switchTo().window(other);
          return true;
        });
    return this;
  }

  /// Closes this window and goes on in that one.
  public Chromium closeWindow(String next) {
    driver.close();
    driver.switchTo().window(next);
    return this;
  }

  /// Removes the cookies of all sites.
  public Chromium forgetEverybody() {
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    return this;
  }

  public String path() {
    return URI.create(driver.getCurrentUrl()).getPath();
  }

  /// All text that is to be seen.
  public String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /// Fills the field with this label.
  public Chromium fill(String label, String value) {
    patiently()
        .until(any -> {
          WebElement field = field(label);
          field.clear();
          field.sendKeys(value);
          return true;
        });
    return this;
  }

  public WebElement field(String label) {
    WebElement caption =
        driver.findElement(By.xpath("//label[normalize-space()=\"" + label + "\"]"));
    return driver.findElement(By.id(caption.getAttribute("for")));
  }

  public Chromium choose(String label, String option) {
    patiently()
        .until(any -> {
          new Select(field(label)).selectByVisibleText(option);
          return true;
        });
    return this;
  }

  /// Presses the button, or follows the link, with this text.
  public Chromium press(String text) {
    String named =
        "//*[self::a or self::button or self::summary][normalize-space()=\"" + text + "\"]";
    patiently()
        .until(any -> {
          driver.findElement(By.xpath(named)).click();
          return true;
        });
    return this;
  }

  /// Presses the tile with this name: the text of its first line.
  public Chromium pressTile(String name) {
    String named = "//button[contains(@class,'tile')][text()=\"" + name + "\"]";
    patiently()
        .until(any -> {
          driver.findElement(By.xpath(named)).click();
          return true;
        });
    return this;
  }

  /// Whether the page's log of messages has this word within some seconds.
  public boolean hears(String word, int seconds) {
    try {
      new WebDriverWait(driver, Duration.ofSeconds(seconds))
          .until(any -> driver.findElement(By.id("heard")).getText().contains(word));
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  public void waitFor(String text) {
    patiently().until(any -> text().contains(text));
  }

  /// A page, or a part of it, may be replaced while it is looked at; then look again.
  private FluentWait<WebDriver> patiently() {
    return new WebDriverWait(driver, PATIENCE).ignoring(WebDriverException.class);
  }

  /// Keeps a picture of the whole page, wide and narrow, as part of the build's output.
  public Chromium picture(String name) {
    for (int width : List.of(1280, 360)) {
      driver.manage().window().setSize(new Dimension(width, 900));
      Object height =
          driver.executeScript("return Math.min(4000, document.documentElement.scrollHeight)");
      driver
          .manage()
          .window()
          .setSize(new Dimension(width, Math.max(700, ((Number) height).intValue() + 140)));
      write(name + "-" + width + ".png", driver.getScreenshotAs(OutputType.BYTES));
    }
    driver.manage().window().setSize(new Dimension(1280, 900));
    return this;
  }

  /// Whether a page must be moved sideways in the narrowest window that we care for.
  public boolean overflow() {
    driver.manage().window().setSize(new Dimension(360, 900));
    Object wide =
        driver.executeScript(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    driver.manage().window().setSize(new Dimension(1280, 900));
    return Boolean.TRUE.equals(wide);
  }

  private static void write(String name, byte[] content) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How pages look to people who have chosen dark or light.
  public Chromium scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    return this;
  }

  /// Presses keys where the focus is.
  public Chromium type(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
    return this;
  }

  /// The first line of what has the focus; empty while that is the page as a whole.
  public String focused() {
    WebElement focused = driver.switchTo().activeElement();
    return focused.getTagName().equals("body")
        ? ""
        : focused.getText().lines().findFirst().orElse("");
  }

  /// What the accessibility rules of axe find on this page: WCAG 2.2, levels A and AA.
  public List<String> accessibilityFaults() {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
              .then(r => done(r.violations.flatMap(v => v.nodes.map(
                n => v.id + ": " + v.help + " at " + n.target + " " + n.failureSummary))))
              .catch(e => done([String(e)]));
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  private static String axe() {
    try (InputStream in = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the browser itself complained of: refused scripts and styles, things that did not load.
  public List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(Object::toString)
        .filter(line -> Stream.of("favicon", "status of 4").noneMatch(line::contains))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
