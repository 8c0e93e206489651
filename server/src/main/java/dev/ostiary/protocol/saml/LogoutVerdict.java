package dev.ostiary.protocol.saml;

import java.util.List;

/// What became of a message about logging out.
public sealed interface LogoutVerdict
    permits LogoutVerdict.Requested, LogoutVerdict.Answered, Rejection {

  /// The identity provider asks us to end a person's sessions (SAML 2.0 Core, section 3.7.1).
  ///
  /// @param sessionIndexes the sessions meant; empty for all of this person
  record Requested(String id, NameId subject, List<String> sessionIndexes)
      implements LogoutVerdict {
    public Requested {
      sessionIndexes = List.copyOf(sessionIndexes);
    }
  }

  /// The identity provider answers our request; it has ended what it could.
  record Answered(String id, String inResponseTo) implements LogoutVerdict {}
}
