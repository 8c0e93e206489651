/// The description of the API for people. Owns how it looks; what it says is the OpenAPI
/// document's.
@NullMarked
package dev.ostiary.web.docs;

import org.jspecify.annotations.NullMarked;
