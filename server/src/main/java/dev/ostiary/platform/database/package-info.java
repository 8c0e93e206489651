/// The only place that sees `java.sql`. A [Tx] is an open transaction: whoever is handed one can be
/// sure that what it writes is committed together with everything else written through it, or not
/// at all.
@NullMarked
package dev.ostiary.platform.database;

import org.jspecify.annotations.NullMarked;
