/// `ostiary bench api`: how fast the API answers, next to what the same server answers when there
/// is nothing to do, and to what its database commits; with few organizations and with very many.
@NullMarked
package dev.ostiary.app.bench.api;

import org.jspecify.annotations.NullMarked;
