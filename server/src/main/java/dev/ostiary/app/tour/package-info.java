/// `ostiary tour`: the main job, seen from the outside. It is an app like any other: it talks to
/// the public API, opens a receiver, and shows what arrives.
@NullMarked
package dev.ostiary.app.tour;

import org.jspecify.annotations.NullMarked;
