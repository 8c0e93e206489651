/// SAML 2.0 as the service provider of a customer's identity provider: what its metadata says, and
/// its certificates. The DOM of a hardened parser is the only XML reading here, so that no two
/// parsers can disagree about a document. Certificates are containers of keys: their dates and
/// issuers decide nothing.
@NullMarked
package dev.ostiary.protocol.saml;

import org.jspecify.annotations.NullMarked;
