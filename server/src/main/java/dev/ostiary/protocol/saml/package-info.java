/// SAML 2.0 as the service provider of a customer's identity provider: what its metadata says, what
/// we ask it, and whether its answer is believed.
///
/// Start with [ResponseVerifier], which holds an answer against an [Expectation]. The rule of the
/// house: identity is read from a document that was parsed from the very octets under a verified
/// signature, never from the message as it arrived. The DOM of a hardened parser is the only XML
/// reading here, so that no two parsers can disagree, and it is walked by direct children only.
/// Certificates are containers of keys: their dates and issuers decide nothing.
///
/// [AuthnRequest], [LogoutMessage] and [SpMetadata] are what we write. What needs memory (which
/// request a browser sent, which assertion was used) is the caller's.
@NullMarked
package dev.ostiary.protocol.saml;

import org.jspecify.annotations.NullMarked;
