/// Every kind of identifier with its prefix, and how new ones are made (wire contract, section 6).
/// An id is a number inside the house and in the database; its text form, prefix and number, exists
/// only at the edges.
@NullMarked
package dev.ostiary.platform.id;

import org.jspecify.annotations.NullMarked;
