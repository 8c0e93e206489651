/// The pages of a customer's IT admin: choose the identity provider, copy our values there, bring
/// its values back, see what is wrong with them in words, and enable. Whoever is here came by a
/// link to one organization, and reaches no other.
@NullMarked
package dev.ostiary.web.portal;

import org.jspecify.annotations.NullMarked;
