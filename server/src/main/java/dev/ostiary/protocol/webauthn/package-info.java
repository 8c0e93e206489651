/// WebAuthn as the relying party of passkeys (W3C Web Authentication, Level 3): what a browser is
/// asked for, and what of its answers can be believed. It keeps neither keys nor challenges.
@NullMarked
package dev.ostiary.protocol.webauthn;

import org.jspecify.annotations.NullMarked;
