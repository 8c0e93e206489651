package dev.ostiary.login;

/// The errors that an app can meet, by their names on the wire (wire contract, section 3.4; OpenID
/// Connect Core, section 3.1.2.6).
public enum LoginError {
  invalid_request,
  invalid_client,
  invalid_redirect_uri,
  unsupported_response_type,
  invalid_scope,
  request_not_supported,
  request_uri_not_supported,
  registration_not_supported,
  login_required,
  access_denied,
  server_error,
  temporarily_unavailable,

  invalid_connection_selector,
  invalid_connection_id,
  invalid_organization_id,
  connection_not_active,
  no_configured_connections,
  no_active_connections,
  domain_not_found,

  authentication_not_completed,
  user_login_required,
  mandatory_attribute_missing,
  invalid_id_token,
  failed_to_exchange_token,
  user_info_retrieve_failed,
  invalid_saml_response,
  invalid_saml_request,
  invalid_saml_form_params,
  invalid_status,
  malformed_saml_response,
  signature_validation_failed,
  invalid_acs_url,
  assertion_expired,
  response_expired
}
