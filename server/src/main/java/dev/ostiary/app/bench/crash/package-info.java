/// `ostiary bench crash`: kills a real server again and again while it is used, and then checks
/// every promise about webhooks against what a receiver has seen.
@NullMarked
package dev.ostiary.app.bench.crash;

import org.jspecify.annotations.NullMarked;
