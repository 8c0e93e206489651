/// What all pages for people are made of: markup that escapes by its type, forms that say what is
/// wrong, the request of a browser and the answer to it, the files a page needs. Nothing here knows
/// what a page is about.
@NullMarked
package dev.ostiary.web.page;

import org.jspecify.annotations.NullMarked;
