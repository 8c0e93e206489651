/// The few words that every package speaks: a refusal ([Problem]), a page of a list, a secret,
/// JSON. Tools that know no feature live in the packages below this one.
@NullMarked
package dev.ostiary.platform;

import org.jspecify.annotations.NullMarked;
