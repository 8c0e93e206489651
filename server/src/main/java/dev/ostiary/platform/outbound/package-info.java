/// The one HTTP client for every request whose address a customer can influence: webhooks, metadata
/// and discovery documents. It vets each address at the moment of connecting, follows no redirect,
/// and bounds time and size.
@NullMarked
package dev.ostiary.platform.outbound;

import org.jspecify.annotations.NullMarked;
