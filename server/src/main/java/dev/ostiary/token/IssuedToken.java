package dev.ostiary.token;

import dev.ostiary.platform.Secret;

/// A new access token.
///
/// @param expiresIn in seconds
/// @param scope what it is good for, separated by spaces
public record IssuedToken(Secret token, long expiresIn, String scope) {}
