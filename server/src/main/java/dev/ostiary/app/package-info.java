/// The process: reads the configuration, puts every object together by constructor, opens the port
/// and stops cleanly; and the command line. Time, chance and the environment variables enter the
/// house here and nowhere else.
@NullMarked
package dev.ostiary.app;

import org.jspecify.annotations.NullMarked;
