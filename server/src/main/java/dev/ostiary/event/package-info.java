/// What happened: an append-only log written in the transaction of the change it tells of, and the
/// readers of that log. The log knows neither what a connection is nor that webhooks exist.
///
/// Each event has a position in the log and a sequence number in its organization, without a hole.
/// The payload is stored as the bytes that every reader will get.
@NullMarked
package dev.ostiary.event;

import org.jspecify.annotations.NullMarked;
