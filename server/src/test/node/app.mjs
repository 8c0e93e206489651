// An app's backend that uses the vendor's SDK, unmodified. It walks through the main story, collects
// what the SDK gives back or throws, and prints it as one JSON object, which NodeSdkTest judges.

import { createServer } from 'node:http';
import { once } from 'node:events';
import sdk from '@scalekit-sdk/node';

const { SCALEKIT_ENVIRONMENT_URL: url, SCALEKIT_CLIENT_ID: id, SCALEKIT_CLIENT_SECRET: secret } = process.env;
const PATIENCE_MS = 20_000;

const OIDC = 1; // ConnectionType.OIDC, which the SDK does not export
const SAML = 2;
const OKTA = 1; // ConnectionProvider.OKTA

const client = new sdk.ScalekitClient(url, id, secret);

/** What the SDK threw, as an app would tell the cases apart. */
async function failure(call) {
  try {
    await call();
    return { name: 'none' };
  } catch (error) {
    return {
      name: error.constructor.name,
      server_exception: error instanceof sdk.ScalekitServerException,
      http_status: error.httpStatus ?? error.response?.status,
      error_code: error.errorCode,
      message: error.message,
      fields: (error.unpackedDetails ?? [])
        .flatMap((detail) => detail.validationErrorInfo?.fieldViolations ?? [])
        .map((violation) => violation.field),
    };
  }
}

/** The webhooks that came in, as they came in. */
class Receiver {
  #arrived = [];
  #server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    response.end();
    this.#arrived.push({ headers: request.headers, body });
    this.#server.emit('webhook');
  });

  async open() {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${this.#server.address().port}/webhooks`;
  }

  async take(count) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    while (this.#arrived.length < count) await once(this.#server, 'webhook', { signal: patience });
    return this.#arrived;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** What the SDK has no method for: webhook endpoints and the settings of a connection. */
async function rest(method, path, body) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const token = await (await fetch(`${url}/oauth/token`, { method: 'POST', body: form })).json();
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const SETTINGS = {
  [OIDC]: {
    oidc_config: {
      issuer: 'https://acme.example.com',
      authorize_uri: 'https://acme.example.com/authorize',
      token_uri: 'https://acme.example.com/token',
      jwks_uri: 'https://acme.example.com/keys',
      client_id: 'ostiary',
      client_secret: 'secret',
    },
  },
  [SAML]: {
    saml_config: {
      idp_entity_id: 'https://acme.example.com/saml',
      idp_sso_url: 'https://acme.example.com/saml/sso',
      idp_certificate: process.env.SAML_CERTIFICATE,
    },
  },
};

/** The life of one connection; every call but the configuration is the SDK's. */
async function connection(organization, type) {
  const { connection: created } = await client.connection.createConnection(organization, { type, provider: OKTA });
  const incomplete = await failure(() => client.connection.enableConnection(organization, created.id));
  await rest('PATCH', `/api/v1/organizations/${organization}/connections/${created.id}`, {
    type,
    provider: 'OKTA',
    configuration_type: 'MANUAL',
    ...SETTINGS[type],
  });
  const enabled = await client.connection.enableConnection(organization, created.id);
  const again = await client.connection.enableConnection(organization, created.id);
  const { connection: found } = await client.connection.getConnection(organization, created.id);
  const { connections: listed } = await client.connection.listConnections(organization);
  const disabled = await client.connection.disableConnection(organization, created.id);
  await client.connection.deleteConnection(organization, created.id);
  return {
    id: created.id,
    created_status: created.status,
    incomplete,
    enabled: enabled.enabled,
    enabled_again: again.enabled,
    found: { type: found.type, status: found.status, enabled: found.enabled, settings: found.settings.case },
    listed: listed.map((one) => one.id),
    disabled: disabled.enabled,
    gone: await failure(() => client.connection.getConnection(organization, created.id)),
  };
}

/** Whether the SDK takes a webhook for genuine. */
function verifies(signingSecret, headers, body) {
  try {
    return client.verifyWebhookPayload(signingSecret, headers, body);
  } catch (error) {
    return error.constructor.name;
  }
}

const receiver = new Receiver();
try {
  const endpoint = await rest('POST', '/api/v1/webhooks/endpoints', { url: await receiver.open(), name: 'App' });
  const { organization } = await client.organization.createOrganization('Acme Corp', { externalId: 'acme' });
  const byExternalId = await client.organization.getOrganizationByExternalId('acme');
  const renamed = await client.organization.updateOrganization(organization.id, { displayName: 'Acme Ltd.' });
  const errors = {
    not_found: await failure(() => client.organization.getOrganization('org_1')),
    validation: await failure(() => client.organization.createOrganization('')),
    conflict: await failure(() => client.organization.createOrganization('Other', { externalId: 'acme' })),
    not_served: await failure(() => client.role.listRoles()),
    wrong_secret: await failure(() =>
      new sdk.ScalekitClient(url, id, 'wrong').organization.getOrganization(organization.id)),
  };
  const oidc = await connection(organization.id, OIDC);
  const saml = await connection(organization.id, SAML);
  const filter = { organizationId: organization.id };
  const newest = await client.events.listEventsPaginated(3, '', filter);
  const older = await client.events.listEventsPaginated(100, newest.nextPageToken, filter);
  const enabled = await client.events.listEventsPaginated(10, '', {
    eventTypes: ['organization.sso_enabled'],
    connectionId: oidc.id,
  });
  await client.organization.deleteOrganization(organization.id);

  const webhooks = (await receiver.take(Number(process.env.EXPECTED_WEBHOOKS))).map(({ headers, body }) => ({
    type: JSON.parse(body).type,
    genuine: verifies(endpoint.secret, headers, body),
    tampered: verifies(endpoint.secret, headers, body + ' '),
    other_secret: verifies('whsec_' + Buffer.alloc(32, 1).toString('base64'), headers, body),
  }));
  console.log(
    JSON.stringify({
      organization: {
        id: organization.id,
        found_by_external_id: byExternalId.organization.id,
        renamed: renamed.organization.displayName,
      },
      errors,
      events: {
        types: [...newest.events, ...older.events].map((event) => event.type),
        next: older.nextPageToken,
        enabled: enabled.events.map((event) => ({ organization: event.organizationId, data: event.data })),
      },
      oidc,
      saml,
      webhooks,
    }),
  );
} finally {
  receiver.close();
}
