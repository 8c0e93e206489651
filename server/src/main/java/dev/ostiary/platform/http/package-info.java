/// What every answer of the port has in common, whoever gives it: a request id, careful headers,
/// and one line in the log.
@NullMarked
package dev.ostiary.platform.http;

import org.jspecify.annotations.NullMarked;
