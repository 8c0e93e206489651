/// The description of the REST API for machines, made from the protos: an OpenAPI document. Owns no
/// rule of its own; what it says is what the protos say.
@NullMarked
package dev.ostiary.api.docs;

import org.jspecify.annotations.NullMarked;
