/// The heart: the SAML and OIDC connections of an organization, their configuration and their life
/// cycle. Every change that counts appends its event in the same transaction; a refused or repeated
/// one appends nothing.
///
/// Start with [Connection], whose transitions are pure, and [Connections], which locks, loads, asks
/// for the transition, saves and appends. What an identity provider publishes about itself comes
/// from a [MetadataSource] and is fetched before any transaction begins.
@NullMarked
package dev.ostiary.connection;

import org.jspecify.annotations.NullMarked;
