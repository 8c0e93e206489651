package dev.ostiary.login;

/// How an answer reaches the app's redirect URI (OAuth 2.0 Multiple Response Type Encoding
/// Practices, section 2.1; OAuth 2.0 Form Post Response Mode). A code in a fragment is not offered:
/// fragments end up where scripts of others can read them.
enum ResponseMode {
  query,
  form_post
}
