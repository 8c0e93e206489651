package dev.ostiary.webhook;

import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/// What couriers and replays work with; the same for all of a process.
///
/// @param retire is told of an endpoint that is to be disabled, and why
record Workplace(
    EventLog log,
    LogTail tail,
    Sender sender,
    Recorder recorder,
    EventRoom room,
    RequestRoom requests,
    BiConsumer<Destination, DisabledReason> retire,
    InstantSource clock,
    Executor executor) {}
