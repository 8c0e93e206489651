/// OpenID Connect as the relying party of a customer's identity provider: what its discovery
/// document says. It does not send requests and keeps nothing.
@NullMarked
package dev.ostiary.protocol.oidc;

import org.jspecify.annotations.NullMarked;
