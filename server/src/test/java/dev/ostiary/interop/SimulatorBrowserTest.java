package dev.ostiary.interop;

import com.sun.net.httpserver.HttpServer;
import dev.ostiary.app.TestServer;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Chromium;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The first sign-in of a newcomer, in a real browser: from the app to the simulator's form and
/// back to the app, which is another site.
class SimulatorBrowserTest {
  @Test
  void theFormLeadsBackToTheApp() throws IOException {
    HttpServer pages = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    try (TestServer server = TestServer.start();
        Chromium browser = Chromium.start()) {
      String connection = server.playground();
      TestApp app =
          TestApp.at("http://127.0.0.1:" + pages.getAddress().getPort() + "/callback", server);
      pages.createContext(
          "/callback",
          exchange -> {
            String person =
                app.signIn(Browser.parameters(exchange.getRequestURI())).path("email").asText();
            byte[] page = ("Welcome, " + person).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
          });
      pages.start();

      browser.open(app.authorize(connection));
      browser.waitFor("Identity provider simulator");
      browser.press("Sign in");

      browser.waitFor("Welcome, ada@example.com");
    } finally {
      pages.stop(0);
    }
  }
}
