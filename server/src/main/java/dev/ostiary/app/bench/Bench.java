package dev.ostiary.app.bench;

import dev.ostiary.app.bench.api.ApiBench;
import dev.ostiary.app.bench.crash.CrashBench;
import dev.ostiary.app.bench.delivery.DeliveryBench;
import dev.ostiary.app.bench.login.LoginBench;
import dev.ostiary.app.bench.pages.PagesBench;
import picocli.CommandLine.Command;

/// The measurements there are.
@Command(
    name = "bench",
    description =
        "Measure delivery, the API, sign-ins and the pages on this machine, and see what they"
            + " endure.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DeliveryBench.class,
      ApiBench.class,
      LoginBench.class,
      PagesBench.class,
      CrashBench.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Bench {}
