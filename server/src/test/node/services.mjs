// Every method that the vendor's SDK has for a service we serve, each with an id that is good, one that never was and one
// that is none, without a good token and with one that may not. Prints a list of cases, which NodeSdkServicesTest judges.

import sdk from '@scalekit-sdk/node';

const { SCALEKIT_ENVIRONMENT_URL: url, SCALEKIT_CLIENT_ID: id, SCALEKIT_CLIENT_SECRET: secret } = process.env;

const OIDC = 1; // ConnectionType.OIDC, which the SDK does not export
const OKTA = 1; // ConnectionProvider.OKTA
const SIMULATOR = 14; // ConnectionProvider.IDP_SIMULATOR

/** The services that are refused as a whole; docs/compatibility.md says why. */
const REFUSED = [
  'directory', 'passwordless', 'user', 'session', 'role', 'permission', 'webauthn', 'tools', 'connectedAccounts', 'actions',
];

/** What a class has beside the calls it makes. */
const PRIVATE = [
  'constructor', 'resolveDomainType', 'verifyPayloadSignature', 'extractScopesFromPayload', 'verifyTimestamp', 'computeSignature',
];

/** What other programs beside this one show. */
const ELSEWHERE = [
  'client.authenticateWithCode', 'client.validateToken', // sign-in.mjs
  'client.verifyWebhookPayload', // app.mjs
  'client.getIdpInitiatedLoginClaims', // is validateToken by another name
  'client.verifyInterceptorPayload', // is verifyWebhookPayload by another name, for calls that we do not make
];

const client = new sdk.ScalekitClient(url, id, secret);
const cases = [];

/** How a call ended, in a word or two. */
async function outcome(call) {
  try {
    return { answer: await call(), got: 'answered' };
  } catch (error) {
    const code = error instanceof sdk.ScalekitServerException ? ` ${error.httpStatus} ${error.errorCode}` : '';
    return { got: error.constructor.name + code, message: error.message };
  }
}

async function check(method, name, expected, call, fine = () => true) {
  const { answer, got, message } = await outcome(call);
  cases.push({ method, name, expected, got: got !== 'answered' || fine(answer) ? got : 'answered something else', message });
}

/** A method by its name, as `organization.getOrganization`. */
function bound(on, method) {
  const [service, name] = method.split('.');
  const target = service === 'client' ? on : on[service];
  return (...args) => target[name](...args);
}

/** An id of the same kind that never was. */
const unknown = (known) => known.replace(/\d+$/, '12345');

let count = 0;
const fresh = (word) => `${word}-${++count}`;
const freshOrganization = async () =>
  (await client.organization.createOrganization('Fresh', { externalId: fresh('external') })).organization;
const freshConnection = async () => (await client.connection.createConnection(own, { type: OIDC, provider: OKTA })).connection.id;
const freshDomain = async () => (await client.domain.createDomain(own, `${fresh('domain')}.test`)).domain.id;
const freshMachine = async () => (await client.m2m.createOrganizationClient(own, { name: 'Fresh' })).client.clientId;
const freshToken = async () => (await client.token.createToken(own)).token;

// ---- what the calls are about

const organization = await freshOrganization();
const own = organization.id;
const nobody = unknown(own);
const connection = await freshConnection();
const domain = await freshDomain();
const machine = await client.m2m.createOrganizationClient(own, { name: 'CI' });
const machineId = machine.client.clientId;
const keyOf = async () => (await client.m2m.addOrganizationClientSecret(own, machineId)).secret.id;
const key = await keyOf();
const token = await client.token.createToken(own, { description: 'CI' });
const simulated = (await client.connection.createConnection(own, { type: OIDC, provider: SIMULATOR })).connection.id;

const stranger = new sdk.ScalekitClient(url, id, secret);
stranger.coreClient.accessToken = 'garbled';
stranger.coreClient.authenticateClient = async () => {}; // so that it stays garbled
const powerless = new sdk.ScalekitClient(url, machineId, machine.plainSecret);

const POLICY = { policySource: 'CUSTOM', absoluteSessionTimeout: 60, absoluteSessionTimeoutUnit: 'MINUTES' };

/**
 * A call: its arguments when all is well, with an id that never was, and with what makes no sense; `null` where the SDK or
 * the call leaves no room for such. `fine` judges the answer.
 */
const CALLS = [
  ['organization.createOrganization', () => ['Acme'], null, [''], (a) => a.organization.displayName === 'Acme'],
  ['organization.listOrganization', () => [{ pageSize: 1 }], null, [{ pageSize: 101 }], (a) => a.organizations.length === 1],
  ['organization.getOrganization', () => [own], [nobody], ['conn_1'], (a) => a.organization.id === own],
  ['organization.getOrganizationByExternalId', () => [organization.externalId], ['nobody'], [''], (a) => a.organization.id === own],
  ['organization.updateOrganization', () => [own, { displayName: 'New' }], [nobody, { displayName: 'New' }],
    [own, { displayName: 'x'.repeat(201) }], (a) => a.organization.displayName === 'New'],
  ['organization.updateOrganizationByExternalId', () => [organization.externalId, { displayName: 'Newer' }],
    ['nobody', { displayName: 'Newer' }], ['', { displayName: 'Newer' }], (a) => a.organization.displayName === 'Newer'],
  ['organization.deleteOrganization', async () => [(await freshOrganization()).id], [nobody], ['x']],
  ['organization.generatePortalLink', () => [own], [nobody], ['x'], (a) => a.location.startsWith(url)],
  ['organization.updateOrganizationSettings', () => [own, { features: [{ name: 'sso', enabled: true }] }],
    [nobody, { features: [{ name: 'sso', enabled: true }] }], ['x', { features: [] }],
    (a) => a.organization.settings.features.some((feature) => feature.name === 'sso' && feature.enabled)],
  ['organization.upsertUserManagementSettings', () => [own, { maxAllowedUsers: 5 }], [nobody, { maxAllowedUsers: 5 }],
    ['x', { maxAllowedUsers: 5 }], (a) => a.maxAllowedUsers === 5],
  ['organization.getOrganizationUserManagementSetting', () => [own], [nobody], ['x'], (a) => a.settings.maxAllowedUsers === 5],
  ['organization.searchOrganization', () => ['Newer', 10], null, ['Newer', 101], (a) => a.organizations[0].id === own],
  ['organization.updateOrganizationSessionPolicy', () => [own, POLICY], [nobody, POLICY],
    [own, { ...POLICY, absoluteSessionTimeout: 0 }], (a) => a.absoluteSessionTimeout === 60],
  ['organization.getOrganizationSessionPolicy', () => [own], [nobody], ['x'], (a) => a.absoluteSessionTimeout === 60],

  ['connection.createConnection', () => [own, { type: OIDC, provider: OKTA }], [nobody, { type: OIDC, provider: OKTA }],
    [own, { type: 99, provider: OKTA }], (a) => a.connection.organizationId === own],
  ['connection.getConnection', () => [own, connection], [own, unknown(connection)], [own, 'org_1'], (a) => a.connection.id === connection],
  ['connection.listConnectionsByDomain', () => ['nobodys.test'], null, null, (a) => a.connections.length === 0],
  ['connection.listAppConnections', () => [{ pageSize: 10 }], null, null, (a) => a.connections.length === 0],
  ['connection.enableConnection', () => [own, simulated], [own, unknown(connection)], [own, 'x'], (a) => a.enabled],
  ['connection.listConnections', () => [own], [nobody], ['x'], (a) => a.connections.some((one) => one.id === simulated)],
  ['connection.disableConnection', () => [own, simulated], [own, unknown(connection)], [own, 'x'], (a) => !a.enabled],
  ['connection.deleteConnection', async () => [own, await freshConnection()], [own, unknown(connection)], [own, 'x']],

  ['domain.createDomain', () => [own, 'fine.test'], [nobody, 'fine.test'], [own, 'gmail.com'], (a) => a.domain.domain === 'fine.test'],
  ['domain.getDomain', () => [own, domain], [own, unknown(domain)], [own, 'x'], (a) => a.domain.id === domain],
  ['domain.listDomains', () => [own, { domainType: 'ORGANIZATION_DOMAIN' }], [nobody], ['x'],
    (a) => a.domains.some((one) => one.id === domain)],
  ['domain.deleteDomain', async () => [own, await freshDomain()], [own, unknown(domain)], [own, 'x']],

  ['m2m.createOrganizationClient', () => [own, { name: 'Deployer', scopes: ['deploy'] }], [nobody, { name: 'Deployer' }],
    [own, { name: 'x'.repeat(129) }], (a) => a.plainSecret.length > 20 && a.client.scopes[0] === 'deploy'],
  ['m2m.getOrganizationClient', () => [own, machineId], [own, unknown(machineId)], [own, 'x'], (a) => a.client.clientId === machineId],
  ['m2m.updateOrganizationClient', () => [own, machineId, { description: 'New' }], [own, unknown(machineId), { description: 'New' }],
    [own, machineId, { description: 'x'.repeat(513) }], (a) => a.client.description === 'New'],
  ['m2m.listOrganizationClients', () => [own, { pageSize: 1 }], [nobody], ['x'], (a) => a.clients.length === 1],
  ['m2m.addOrganizationClientSecret', () => [own, machineId], [own, unknown(machineId)], [own, 'x'], (a) => a.plainSecret.length > 20],
  ['m2m.removeOrganizationClientSecret', async () => [own, machineId, await keyOf()], [own, machineId, unknown(key)], [own, machineId, 'x']],
  ['m2m.deleteOrganizationClient', async () => [own, await freshMachine()], [own, unknown(machineId)], [own, 'x']],

  ['token.createToken', () => [own, { userId: 'usr_1', customClaims: { team: 'a' } }], [nobody], ['x'],
    (a) => a.tokenInfo.customClaims.team === 'a'],
  ['token.validateToken', () => [token.token], null, null, (a) => a.tokenInfo.organizationId === own],
  ['token.listTokens', () => [own, { pageSize: 1 }], [nobody], ['x'], (a) => a.tokens.length === 1],
  ['token.updateToken', () => [token.token, { description: 'New' }], ['apit_12345'], null, (a) => a.tokenInfo.description === 'New'],
  ['token.invalidateToken', async () => [await freshToken()], null, null],

  ['events.listEventsPaginated', () => [10, '', { organizationId: own }], null, [10, 'nonsense'], (a) => a.events.length === 10],
];

for (const [method, args, strange, senseless, fine] of CALLS) {
  await check(method, 'success', 'answered', async () => bound(client, method)(...(await args())), fine);
  if (strange) {
    await check(method, 'not found', 'ScalekitNotFoundException 404 NOT_FOUND', () => bound(client, method)(...strange));
  }
  if (senseless) {
    await check(method, 'invalid', 'ScalekitBadRequestException 400 INVALID_ARGUMENT', () => bound(client, method)(...senseless));
  }
  const any = strange ?? senseless ?? (await args());
  const wrapped = method === 'token.validateToken'; // tells its caller no more than that
  await check(method, 'unauthenticated',
    wrapped ? 'ScalekitValidateTokenFailureException' : 'ScalekitUnauthorizedException 401 UNAUTHENTICATED',
    () => bound(stranger, method)(...any));
  await check(method, 'forbidden',
    wrapped ? 'ScalekitValidateTokenFailureException' : 'ScalekitForbiddenException 403 PERMISSION_DENIED',
    () => bound(powerless, method)(...any));
}

// ---- what does not fit the table

await check('token.validateToken', 'not found', 'ScalekitValidateTokenFailureException', () => client.token.validateToken('apit_12345'));
await check('organization.createOrganization', 'conflict', 'ScalekitConflictException 409 ALREADY_EXISTS', () =>
  client.organization.createOrganization('Other', { externalId: organization.externalId }));
await check('connection.enableConnection', 'incomplete', 'ScalekitBadRequestException 400 FAILED_PRECONDITION', () =>
  client.connection.enableConnection(own, connection));
await check('auth.updateLoginUserDetails', 'not served', 'ScalekitNotImplementedException 501 UNIMPLEMENTED', () =>
  client.auth.updateLoginUserDetails(connection, 'lri_1', { sub: 'ada', email: 'ada@example.com' }));
await check('role.listRoles', 'not served', 'ScalekitNotImplementedException 501 UNIMPLEMENTED', () => client.role.listRoles());

const access = await client.getClientAccessToken();
await check('client.getClientAccessToken', 'success', 'answered', () => client.validateToken(access), (claims) => claims.client_id === id);
await check('client.generateClientToken', 'success', 'answered', () => client.generateClientToken(id, secret));
await check('client.generateClientToken', 'unauthenticated', 'ScalekitUnauthorizedException 401 Unauthorized', () =>
  client.generateClientToken(id, 'wrong'));
await check('client.validateAccessToken', 'success', 'answered', () => client.validateAccessToken(access), (good) => good === true);
await check('client.validateAccessToken', 'invalid', 'answered', () => client.validateAccessToken(access + 'x'), (good) => good === false);
await check('client.verifyScopes', 'missing', 'ScalekitValidateTokenFailureException', async () => client.verifyScopes(access, ['none']));
await check('client.refreshAccessToken', 'invalid', 'Error', () => client.refreshAccessToken('rt_1'));
await check('client.getAuthorizationUrl', 'success', 'answered', async () => client.getAuthorizationUrl('http://localhost/cb'),
  (address) => address.startsWith(`${url}/oauth/authorize?`));
await check('client.getLogoutUrl', 'success', 'answered', async () => client.getLogoutUrl({ state: 's' }),
  async (address) => (await fetch(address, { redirect: 'manual' })).status < 500);

// ---- pages: what they hold together is everything, once

async function pages(method, first, next, items) {
  const seen = [];
  let page = await first();
  for (;;) {
    seen.push(...items(page));
    if (!page.nextPageToken) return seen;
    page = await next(page.nextPageToken);
  }
}

async function checkPages(method, expected, call, items) {
  await check(method, 'pages', 'answered', () => pages(method, () => call(''), call, items), (seen) =>
    seen.length === new Set(seen).size && expected.every((one) => seen.includes(one)));
}

const wordy = [];
for (let i = 0; i < 5; i++) wordy.push((await client.organization.createOrganization(`Pageful ${i}`)).organization.id);
const machines = [await freshMachine(), await freshMachine(), await freshMachine()];
const tokens = [];
for (let i = 0; i < 3; i++) tokens.push((await client.token.createToken(own)).tokenId);
const two = (pageToken) => ({ pageSize: 2, pageToken });
await checkPages('organization.listOrganization', wordy, (at) => client.organization.listOrganization(two(at)),
  (page) => page.organizations.map((one) => one.id));
await checkPages('organization.searchOrganization', wordy, (at) => client.organization.searchOrganization('Pageful', 2, at),
  (page) => page.organizations.map((one) => one.id));
await checkPages('m2m.listOrganizationClients', machines, (at) => client.m2m.listOrganizationClients(own, two(at)),
  (page) => page.clients.map((one) => one.clientId));
await checkPages('token.listTokens', tokens, (at) => client.token.listTokens(own, two(at)), (page) => page.tokens.map((one) => one.tokenId));
await checkPages('events.listEventsPaginated', [], (at) => client.events.listEventsPaginated(3, at, { organizationId: own }),
  (page) => page.events.map((one) => one.id));

// ---- whether nothing was left out

const covered = new Set([...ELSEWHERE, ...cases.map((one) => one.method)]);
const methodsOf = (object) => Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter((name) => !PRIVATE.includes(name));
const services = Object.keys(client).filter((name) => !['coreClient', 'grpcConnect', ...REFUSED].includes(name));
const known = [
  ...methodsOf(client).map((name) => `client.${name}`),
  ...services.flatMap((service) => methodsOf(client[service]).map((name) => `${service}.${name}`)),
];
console.log(JSON.stringify({ cases, known, missing: known.filter((method) => !covered.has(method)) }));
