/// The pages of the operator. Each route names the least role that may use it and there is no way
/// to add one without; each change goes through the same calls as the API's.
@NullMarked
package dev.ostiary.web.dashboard;

import org.jspecify.annotations.NullMarked;
