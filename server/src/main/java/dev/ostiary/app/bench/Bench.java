package dev.ostiary.app.bench;

import dev.ostiary.app.bench.delivery.DeliveryBench;
import picocli.CommandLine.Command;

/// The measurements there are.
@Command(
    name = "bench",
    description = "Measure this machine: delivery under load.",
    mixinStandardHelpOptions = true,
    subcommands = {DeliveryBench.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Bench {}
