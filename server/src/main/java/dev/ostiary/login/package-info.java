/// The front channel: a person signs in through a connection. An app sends a browser to {@link
/// AuthorizeEndpoint}, which checks the request, chooses the connection and remembers the attempt;
/// a leg, one per protocol, sends the browser to the identity provider and judges its answer;
/// {@link Arrivals} ends the attempt, with a code for the app or with an error it can read.
@NullMarked
package dev.ostiary.login;

import org.jspecify.annotations.NullMarked;
