/// What the operator decides, and the folder where an installation keeps what must outlive the
/// process.
@NullMarked
package dev.ostiary.app.config;

import org.jspecify.annotations.NullMarked;
