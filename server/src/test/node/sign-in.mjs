// An app that signs a person in with the vendor's SDK, and the person's browser, which says who it is to the simulator.
import { ScalekitClient } from '@scalekit-sdk/node';

const { SCALEKIT_ENVIRONMENT_URL, SCALEKIT_CLIENT_ID, SCALEKIT_CLIENT_SECRET, REDIRECT_URI, CONNECTION_ID } = process.env;
const scalekit = new ScalekitClient(SCALEKIT_ENVIRONMENT_URL, SCALEKIT_CLIENT_ID, SCALEKIT_CLIENT_SECRET);

const url = scalekit.getAuthorizationUrl(REDIRECT_URI, {
  connectionId: CONNECTION_ID,
  loginHint: 'ada@example.com',
  state: 'from the app',
});

const departure = await fetch(url, { redirect: 'manual' });
const cookie = departure.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
const page = new URL(departure.headers.get('location'));
const answer = await fetch(page.origin + page.pathname, {
  method: 'POST',
  redirect: 'manual',
  headers: { cookie },
  body: new URLSearchParams({
    handle: page.searchParams.get('handle'),
    outcome: 'sign_in',
    email: 'ada@example.com',
    given_name: 'Ada',
    family_name: 'Lovelace',
  }),
});
const callback = new URL(answer.headers.get('location'));

const result = await scalekit.authenticateWithCode(callback.searchParams.get('code'), REDIRECT_URI);
const idToken = await scalekit.validateToken(result.idToken);
const accessToken = await scalekit.validateToken(result.accessToken);
let again;
try {
  again = await scalekit.authenticateWithCode(callback.searchParams.get('code'), REDIRECT_URI);
} catch (error) {
  again = { refused: error.constructor.name };
}

console.log(
  JSON.stringify({
    callback: callback.origin + callback.pathname,
    state: callback.searchParams.get('state'),
    user: result.user,
    expiresIn: result.expiresIn,
    idToken,
    accessToken,
    again,
  }),
);
