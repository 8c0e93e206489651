/// The pages for people, put together.
@NullMarked
package dev.ostiary.web;

import org.jspecify.annotations.NullMarked;
