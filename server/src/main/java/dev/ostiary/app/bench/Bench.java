package dev.ostiary.app.bench;

import dev.ostiary.app.bench.crash.CrashBench;
import dev.ostiary.app.bench.delivery.DeliveryBench;
import picocli.CommandLine.Command;

/// The measurements there are.
@Command(
    name = "bench",
    description = "Measure delivery on this machine, and see what it endures.",
    mixinStandardHelpOptions = true,
    subcommands = {DeliveryBench.class, CrashBench.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Bench {}
