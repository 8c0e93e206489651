package dev.ostiary.app.bench.login;

import dev.ostiary.app.bench.measure.Callers;
import dev.ostiary.app.bench.measure.Load;
import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.app.bench.measure.ScratchDatabase;
import dev.ostiary.app.bench.measure.ServerChild;
import dev.ostiary.app.command.Console;
import java.time.Duration;
import java.util.Locale;

/// The measurements, one after the other, and the bar they are held against.
record LoginRun(
    ServerChild server, ScratchDatabase scratch, Callers people, Report report, Console console) {
  /// Processor time of a sign-in to that of its signatures.
  private static final double BAR = 2;

  /// @param warmUp sign-ins through each protocol that do not count
  /// @param time how long people sign in through each protocol after that
  void run(SignIns signIns, int warmUp, Duration time) {
    SignatureCost signatures = SignatureCost.measure();
    figure("rsa_sign_cpu", "an RSA signature", signatures.sign(), "ms CPU");
    figure("rsa_verify_cpu", "its verification", signatures.verify(), "ms CPU");
    figure("signatures_cpu", "the signatures of a sign-in", signatures.ofSignIn(), "ms CPU");
    Load.times(warmUp, people.count(), number -> signIns.throughOpenId(), people.progress());
    measure("OIDC", signIns::throughOpenId, time, signatures);
    Load.times(warmUp, people.count(), number -> signIns.throughSaml(), people.progress());
    measure("SAML", signIns::throughSaml, time, signatures);
  }

  private void measure(String protocol, Runnable signIn, Duration time, SignatureCost signatures) {
    Duration serverBefore = server.cpu();
    Duration databaseBefore = scratch.cpu();
    Callers.Outcome outcome = people.run(time, number -> signIn.run());
    double cpu = millis(server.cpu().minus(serverBefore), outcome);
    double databaseCpu = millis(scratch.cpu().minus(databaseBefore), outcome);
    String key = protocol.toLowerCase(Locale.ROOT);
    figure(key, protocol + " sign-ins", outcome.perSecond(), "/s");
    figure(key + "_p50", protocol + ", median", outcome.latencies().p50(), "ms");
    figure(key + "_p99", protocol + ", 99 %", outcome.latencies().p99(), "ms");
    figure(key + "_cpu", protocol + ", the server", cpu, "ms CPU");
    figure(key + "_database_cpu", protocol + ", PostgreSQL", databaseCpu, "ms CPU");
    figure(key + "_per_cpu_second", protocol + " sign-ins per CPU second", 1000 / cpu, "");
    double ratio = cpu / signatures.ofSignIn();
    report.atMost(protocol + ", the server / its signatures", ratio, BAR, "×");
  }

  private static double millis(Duration cpu, Callers.Outcome outcome) {
    return cpu.toNanos() / 1e6 / outcome.times();
  }

  private void figure(String key, String label, double value, String unit) {
    console.line(report.text(report.add(key, label, value, unit)));
  }
}
