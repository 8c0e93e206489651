/// The tenant: an environment with its issuer URL and the API clients that may act in it. Tokens
/// are made elsewhere; here a client only proves who it is.
@NullMarked
package dev.ostiary.environment;

import org.jspecify.annotations.NullMarked;
