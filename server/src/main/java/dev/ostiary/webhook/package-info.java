/// Delivery: endpoints, lanes, signing, sending, attempts, retries. An endpoint is a reader of the
/// event log with a cursor; a lane is one endpoint and one organization, and events keep their
/// order in it. Nothing here knows what an event is about.
@NullMarked
package dev.ostiary.webhook;

import org.jspecify.annotations.NullMarked;
