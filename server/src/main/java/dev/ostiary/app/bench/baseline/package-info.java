/// What a Java team would write instead of Ostiary's delivery, written as they would: measured in
/// the same run, on the same database, with the same receiver. Needed by no server: db-scheduler
/// lies beside the jar of a build and is not part of a release.
@NullMarked
package dev.ostiary.app.bench.baseline;

import org.jspecify.annotations.NullMarked;
