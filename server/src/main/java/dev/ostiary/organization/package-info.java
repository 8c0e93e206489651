/// The customers: the organizations of an environment. Deleting one runs every registered cascade
/// in the same transaction.
@NullMarked
package dev.ostiary.organization;

import org.jspecify.annotations.NullMarked;
