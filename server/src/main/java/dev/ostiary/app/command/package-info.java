/// What all commands share: writing to a terminal, failing in one line, and reaching a running
/// server as an app would.
@NullMarked
package dev.ostiary.app.command;

import org.jspecify.annotations.NullMarked;
