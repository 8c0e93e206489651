/// `ostiary bench pages`: how long the server takes for each page of the dashboard when there is
/// very much of everything.
@NullMarked
package dev.ostiary.app.bench.pages;

import org.jspecify.annotations.NullMarked;
