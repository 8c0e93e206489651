/// OpenID Connect as the relying party of a customer's identity provider: what its documents say,
/// the request to it, and what of its answers can be believed. It does not send requests and keeps
/// nothing. PKCE and the strict gate for signed tokens serve our own side as well.
@NullMarked
package dev.ostiary.protocol.oidc;

import org.jspecify.annotations.NullMarked;
