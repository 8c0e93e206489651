/// `ostiary bench login`: what a sign-in through a connection costs the server, next to what the
/// signatures alone cost that it cannot do without.
@NullMarked
package dev.ostiary.app.bench.login;

import org.jspecify.annotations.NullMarked;
