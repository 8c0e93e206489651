/// Sign-in standards, pure: values and `now` go in, facts or a refusal that can be shown come out.
/// No database, no network, no clock, so the dangerous code is tested with a file and a timestamp.
/// It does not know what a connection is, and fetches nothing: the caller brings the document.
@NullMarked
package dev.ostiary.protocol;

import org.jspecify.annotations.NullMarked;
