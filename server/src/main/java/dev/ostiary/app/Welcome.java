package dev.ostiary.app;

import dev.ostiary.app.command.Console;
import dev.ostiary.app.config.Config;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.SpUrls;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `up` says once the server is ready: where it is, the credentials if they are new, and what
/// to do next.
final class Welcome {
  private final Console console;
  private final Config config;
  private final URI url;

  Welcome(Console console, Config config, URI url) {
    this.console = console;
    this.config = config;
    this.url = url;
  }

  void print(
      FirstStart.@Nullable Made made,
      @Nullable Connection simulated,
      Optional<String> loginLink,
      long millis) {
    console.blank();
    console.line(
        console.bold("Ostiary is ready")
            + " at "
            + console.cyan(url.toString())
            + console.dim("  (" + millis + " ms)"));
    console.blank();
    if (made != null) {
      printCredentials(made);
    }
    row("API", url + "/api/v1   REST and gRPC on the same port; described at " + url + "/docs");
    row("Dashboard", url + "/dashboard");
    row("Tokens", url + "/oauth/token");
    Path authority = DevelopmentTls.authority(config.dataFolder());
    if (url.getScheme().equals("https") && Files.exists(authority)) {
      row("Trust", authority + "   e.g. by NODE_EXTRA_CA_CERTS, curl --cacert");
    }
    if (simulated == null) {
      row("Sign-in", "needs a redirect URI: PATCH " + url + "/api/v1/clients/<client id>");
      row("", "with {\"post_login_uris\": [\"https://app.example.com/callback\"]}");
    }
    row("Data", config.database() == null ? config.dataFolder().toString() : "your PostgreSQL");
    if (config.development()) {
      row("Webhooks", "may go to this machine (loopback), because the server's own URL is on it;");
      row("", "anywhere else only to the public internet (OSTIARY_OUTBOUND_ALLOW)");
    }
    console.blank();
    if (simulated != null) {
      console.line(
          "Sign in through the simulator, in a browser; example.com and example.org lead there:");
      console.line("  " + console.cyan(SpUrls.of(url, simulated).test()));
      console.blank();
    }
    if (loginLink.isPresent()) {
      console.line("Become the first operator, in a browser:");
      console.line("  " + console.cyan(loginLink.get()));
      console.line(console.dim("  once, within 15 minutes; ./ostiary login-link makes another"));
      console.blank();
    }
    console.line("Next, in another terminal:");
    console.line(
        "  "
            + console.bold("./ostiary tour")
            + "      see a connection change and its webhooks arrive");
    console.line("  " + console.bold("./ostiary --help") + "    everything else");
    console.blank();
    console.line(console.dim("Ctrl-C stops the server; the data stay."));
  }

  private void printCredentials(FirstStart.Made made) {
    console.line("Your app's credentials. The secret is shown " + console.bold("only now") + ":");
    console.blank();
    console.line("  SCALEKIT_ENVIRONMENT_URL=" + url);
    console.line("  SCALEKIT_CLIENT_ID=" + made.app().client().id());
    console.line("  SCALEKIT_CLIENT_SECRET=" + made.app().secret().reveal());
    console.blank();
  }

  private void row(String label, String text) {
    console.line("  " + console.dim(String.format("%-9s", label)) + " " + text);
  }
}
