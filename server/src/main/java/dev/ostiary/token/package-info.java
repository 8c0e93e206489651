/// The back channel: the token endpoint and its grants, access tokens, the keys that sign them, and
/// the documents by which an app finds all of it. A grant is one small class; how a person signs in
/// is decided elsewhere.
@NullMarked
package dev.ostiary.token;

import org.jspecify.annotations.NullMarked;
