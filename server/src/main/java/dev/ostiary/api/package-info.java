/// The public management API: one class per gRPC service, and REST by transcoding the same
/// services. It checks the bearer token, translates between the wire contract and our types, and
/// does nothing else.
@NullMarked
package dev.ostiary.api;

import org.jspecify.annotations.NullMarked;
