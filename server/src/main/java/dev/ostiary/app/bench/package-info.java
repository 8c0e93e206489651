/// `ostiary bench`: what the server can do, and what it endures, measured on the machine of whoever
/// asks.
@NullMarked
package dev.ostiary.app.bench;

import org.jspecify.annotations.NullMarked;
