// An app that knows nothing of Ostiary but its issuer: openid-client goes through a whole sign-in.
// Prints one JSON object with what it found.
import * as oidc from 'openid-client'

const env = process.env
const cookies = new Map() // of the person's browser
const issuer = new URL(env.ISSUER)
const allowed = { execute: [oidc.allowInsecureRequests] } // the test's server has no certificate
const config = await oidc.discovery(
  issuer, env.CLIENT_ID, env.CLIENT_SECRET, oidc.ClientSecretBasic(env.CLIENT_SECRET), allowed)

const verifier = oidc.randomPKCECodeVerifier()
const state = oidc.randomState()
const nonce = oidc.randomNonce()
const authorize = oidc.buildAuthorizationUrl(config, {
  redirect_uri: env.REDIRECT_URI,
  scope: 'openid profile email offline_access',
  connection_id: env.CONNECTION_ID,
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
  nonce,
})

const callback = await signIn(authorize)
const tokens = await oidc.authorizationCodeGrant(config, callback, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
})
const claims = tokens.claims()
const userInfo = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token)
const introspected = await oidc.tokenIntrospection(config, refreshed.access_token)
await oidc.tokenRevocation(config, refreshed.refresh_token)
const revoked = await oidc.tokenIntrospection(config, refreshed.access_token)
const logout = oidc.buildEndSessionUrl(config, {
  id_token_hint: tokens.id_token,
  post_logout_redirect_uri: env.POST_LOGOUT_URI,
  state: 'bye',
})
const gone = await fetch(logout, { redirect: 'manual' })
authorize.searchParams.set('prompt', 'none')
const after = new URL((await visit(authorize)).headers.get('location'))

console.log(JSON.stringify({
  claims,
  email: userInfo.email,
  rotated: refreshed.refresh_token !== tokens.refresh_token,
  active: introspected.active,
  activeAfterRevocation: revoked.active,
  backAt: gone.headers.get('location'),
  afterwards: after.searchParams.get('error'),
}))

// The person's browser: follows redirects, fills in the simulator's form, stops at the app's door.
async function signIn(start) {
  let url = start
  let request = {}
  for (let step = 0; step < 10; step++) {
    const response = await visit(url, request)
    request = {}
    const location = response.headers.get('location')
    if (location) {
      url = new URL(location, url)
      if (url.href.startsWith(env.REDIRECT_URI)) return url
      continue
    }
    const page = await response.text()
    const fields = new URLSearchParams({ outcome: 'sign_in', email: 'ada@example.com' })
    for (const [, name, value] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
      fields.set(name, value)
    }
    request = { method: 'POST', body: fields }
  }
  throw new Error('the sign-in does not end')
}

async function visit(url, request = {}) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, { ...request, redirect: 'manual', headers: { cookie } })
  for (const line of response.headers.getSetCookie()) {
    const [name, value] = line.split(';')[0].split('=')
    cookies.set(name, value)
  }
  return response
}
