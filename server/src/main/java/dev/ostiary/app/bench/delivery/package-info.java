/// `ostiary bench delivery`: how fast committed events reach a receiver, next to what the database
/// and the HTTP client of the same run can do at best. Absolute figures hold for one machine only;
/// the ratios are what can be compared.
@NullMarked
package dev.ostiary.app.bench.delivery;

import org.jspecify.annotations.NullMarked;
