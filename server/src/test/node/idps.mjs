// Two identity providers that others have written, on one port: oidc-provider, and samlp below /saml.
// Prints its address when it listens, and ends when its standard input does.
import http from 'node:http'
import Provider from 'oidc-provider'
import samlp from 'samlp'

const env = process.env

const server = http.createServer().listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`
  const oidc = openid(url).callback()
  server.on('request', (req, res) => req.url.startsWith('/saml/') ? saml(url, req, res) : oidc(req, res))
  console.log(url)
})
process.stdin.on('end', () => process.exit()).resume()

// Whoever comes is who they say they are: its pages for development ask for a name and any password.
function openid(issuer) {
  return new Provider(issuer, {
    clients: [{
      client_id: env.CLIENT_ID,
      client_secret: env.CLIENT_SECRET,
      redirect_uris: [env.REDIRECT_URI],
      backchannel_logout_uri: env.BACKCHANNEL_LOGOUT_URI,
      backchannel_logout_session_required: true,
    }],
    claims: { openid: ['sub'], email: ['email'], profile: ['given_name', 'family_name'] },
    features: { backchannelLogout: { enabled: true } },
    fetch: (to, { dispatcher, ...options }) => fetch(to, options), // its own reaches no loopback
    cookies: { keys: ['of no importance'] },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@acme.test`, given_name: 'Bob', family_name: 'Baker' }),
    }),
  })
}

// /saml/response, /saml/assertion, /saml/both: what is signed; /saml/encrypted: and for whom.
// Everybody is Bob. Behind /metadata is what to know of each.
function saml(url, req, res) {
  const [, , mode, metadata] = new URL(req.url, url).pathname.split('/')
  const path = `/saml/${mode}`
  req.query = Object.fromEntries(new URL(req.url, url).searchParams)
  const options = {
    issuer: url + path,
    cert: env.CERTIFICATE,
    key: env.KEY,
    signResponse: mode !== 'assertion',
    signAssertion: mode !== 'response',
    lifetimeInSeconds: 60,
    sessionIndex: 'session-1',
    getUserFromRequest: () => ({
      id: 'bob',
      displayName: 'Bob Baker',
      name: { givenName: 'Bob', familyName: 'Baker' },
      emails: [{ value: 'bob@acme.test' }],
    }),
    getPostURL: (audience, request, _, done) => done(null, options.recipient),
    redirectEndpointPath: path,
    postEndpointPath: path,
  }
  if (mode === 'encrypted') {
    options.encryptionCert = env.ENCRYPTION_CERTIFICATE
    options.encryptionPublicKey = env.ENCRYPTION_KEY
  }
  // The little of express that samlp uses.
  Object.assign(req, { protocol: 'http', originalUrl: req.url })
  Object.assign(res, { set: (name, value) => res.setHeader(name, value), send: body => res.end(body) })
  if (metadata) return samlp.metadata(options)(req, res)
  samlp.parseRequest(req, (error, request) => {
    if (error) return fail(error)
    options.recipient = options.destination = request.assertionConsumerServiceURL
    samlp.auth(options)(req, res, fail)
  })
  function fail(error) {
    res.statusCode = 400
    res.end(String(error))
  }
}
