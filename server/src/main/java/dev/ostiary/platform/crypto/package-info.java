/// Sealing secrets at rest, keyed hashes, random tokens, comparison in constant time. Algorithms
/// are chosen here once; callers see what a thing is for, not how it is done.
@NullMarked
package dev.ostiary.platform.crypto;

import org.jspecify.annotations.NullMarked;
