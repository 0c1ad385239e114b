/** `verifyWebhook` accepts what Rollcall signs, and nothing else. */
import { Webhook } from 'standardwebhooks';
import {
  isReplay,
  type RollcallEvent,
  verifyWebhook,
  WebhookError,
  type WebhookRequest,
} from '../../client/rollcall-client.js';
import { makeSecret, signatureHeader } from '../../src/webhooks/sender/signature.ts';

const NOW = Date.parse('2027-01-31T18:00:00.400Z');
const SECONDS = Math.floor(NOW / 1_000);
const EVENT = {
  specversion: '1.0',
  id: '01a1ffc3-0bd6-74be-8731-7d3a9e360dd0',
  source: 'https://scim.example.com/accounts/acme',
  type: 'team_member.provisioned',
  subject: '01a1ffc3-2aa9-7197-bd03-6f3a4c2c9ee0',
  sequence: '00000000000000000003',
  partitionkey: 'acme',
  data: { account: { id: 'acme' }, member: { userName: 'Änn 😀' } },
};
const BODY = JSON.stringify(EVENT);
const ID = 'evt_1';

const shared = makeSecret('v1');
const spare = makeSecret('v1');
const asymmetric = makeSecret('v1a');

/** As Rollcall sends it. */
function requestOf(body: string, keys = [shared], seconds = SECONDS): WebhookRequest {
  const secrets = keys.map(({ key, publicKey }) => ({ scheme: publicKey ? 'v1a' : 'v1', key }) as const);
  return {
    secret: shared.shown,
    headers: {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': ID,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureHeader(secrets, ID, seconds, Buffer.from(body)),
    },
    body,
    now: () => NOW,
  };
}

const good = (): WebhookRequest => requestOf(BODY);
const signed = (signature: string): WebhookRequest => ({
  ...good(),
  headers: { ...good().headers, 'webhook-signature': signature },
});

function codeOf(request: WebhookRequest): string {
  try {
    verifyWebhook(request);
    return 'accepted';
  } catch (error) {
    if (error instanceof WebhookError) return error.code;
    throw error;
  }
}

test('what the reference library signs is accepted, and what we accept it accepts', () => {
  const reference = new Webhook(shared.shown);
  const signature = reference.sign(ID, new Date(SECONDS * 1_000), BODY);
  expect(verifyWebhook(signed(signature))).toEqual([EVENT]);

  const now = Math.floor(Date.now() / 1_000);
  const request = requestOf(BODY, [shared], now);
  expect(reference.verify(BODY, request.headers as Record<string, string>)).toEqual(EVENT); // all of them are texts
  expect(verifyWebhook({ ...request, now: Date.now })).toEqual([EVENT]);
});

test('an ed25519 signature is accepted with the public key that was shown', () => {
  const request = requestOf(BODY, [asymmetric]);
  const { secret: _secret, ...rest } = request;
  expect(verifyWebhook({ ...rest, publicKey: asymmetric.shown })).toEqual([EVENT]);
  expect(codeOf({ ...rest, publicKey: makeSecret('v1a').shown })).toBe('signature');
  expect(codeOf({ ...rest, secret: shared.shown })).toBe('signature');
});

test('one fitting signature of several is enough, with one known secret or with two', () => {
  const rotating = requestOf(BODY, [spare, asymmetric, shared]);
  expect(codeOf(rotating)).toBe('accepted');
  expect(codeOf({ ...rotating, secret: spare.shown })).toBe('accepted');
  expect(codeOf({ ...good(), secret: [spare.shown, shared.shown] })).toBe('accepted');
  expect(codeOf({ ...good(), secret: [spare.shown, makeSecret('v1').shown] })).toBe('signature');
});

test('headers are found in every form, whatever their case, and bodies as text or bytes', () => {
  const { headers, ...rest } = good();
  const plain = headers as Record<string, string>; // requestOf made it
  const upper = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name.toUpperCase(), value]));
  for (const form of [plain, upper, new Headers(plain)])
    expect(codeOf({ ...rest, headers: form })).toBe('accepted');
  const bytes = Buffer.from(BODY);
  for (const body of [bytes, new Uint8Array(bytes), new Uint8Array(bytes).buffer]) {
    expect(codeOf({ ...good(), body })).toBe('accepted');
  }
  const view = Buffer.from(`xx${BODY}yy`).subarray(2, 2 + bytes.length);
  expect(codeOf({ ...good(), body: view })).toBe('accepted');
});

test('a batch is a list of events, in order', () => {
  const events = [EVENT, { ...EVENT, id: 'other', sequence: '00000000000000000004' }];
  expect(verifyWebhook(requestOf(JSON.stringify(events)))).toEqual(events);
});

test.each<[string, () => WebhookRequest]>([
  ['another body', () => ({ ...good(), body: BODY.replace('acme', 'acne') })],
  ['another id', () => ({ ...good(), headers: { ...good().headers, 'webhook-id': 'evt_2' } })],
  [
    'another time',
    () => ({ ...good(), headers: { ...good().headers, 'webhook-timestamp': `${SECONDS + 1}` } }),
  ],
  ['another secret', () => ({ ...good(), secret: spare.shown })],
  ['no scheme', () => signed('AAAA')],
  [
    'another scheme',
    () =>
      signed(String((good().headers as Record<string, string>)['webhook-signature']).replace('v1,', 'v2,')),
  ],
  ['an empty signature', () => signed('v1,')],
  ['a short signature', () => signed('v1,AAAA')],
  ['a signature of the right length', () => signed(`v1,${Buffer.alloc(32).toString('base64')}`)],
  ['an ed25519 signature without a public key', () => requestOf(BODY, [asymmetric])],
])('a request with %s is refused', (_what, request) => {
  expect(codeOf(request())).toBe('signature');
});

test('a request that is too old or too new is refused, and the tolerance can be chosen', () => {
  for (const [age, expected] of [
    [300, 'accepted'],
    [301, 'timestamp'],
    [-300, 'accepted'],
    [-301, 'timestamp'],
  ] as const) {
    expect([age, codeOf(requestOf(BODY, [shared], SECONDS - age))]).toEqual([age, expected]);
  }
  expect(codeOf({ ...requestOf(BODY, [shared], SECONDS - 20), toleranceSeconds: 10 })).toBe('timestamp');
  for (const time of ['soon', '', '-1', '1e9', '1.5', ' 1']) {
    const headers = { ...good().headers, 'webhook-timestamp': time };
    expect([time, codeOf({ ...good(), headers })]).toEqual([time, time === '' ? 'header' : 'timestamp']);
  }
});

test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s it is refused', name => {
  const headers = { ...good().headers, [name]: undefined };
  expect(codeOf({ ...good(), headers })).toBe('header');
  expect(() => verifyWebhook({ ...good(), headers })).toThrow(name);
});

test('a signed body that holds no events is refused', () => {
  const { sequence: _sequence, ...incomplete } = EVENT;
  for (const body of ['', 'x', 'null', '"x"', '{}', '[1]', JSON.stringify([EVENT, incomplete])]) {
    expect([body, codeOf(requestOf(body))]).toEqual([body, 'body']);
  }
  expect(verifyWebhook(requestOf('[]'))).toEqual([]);
});

test.each<[string, Partial<Record<keyof WebhookRequest, unknown>>, RegExp]>([
  ['neither secret nor public key', { secret: undefined }, /needs "secret" or "publicKey"/],
  ['an empty secret', { secret: '' }, /"secret" is empty/],
  ['a secret that is no text', { secret: 5 }, /"secret" must be text/],
  [
    'a public key as the secret',
    { secret: makeSecret('v1a').shown },
    /"secret" must be whsec_…, and not whpk_…/,
  ],
  [
    'a public key among the secrets',
    { secret: [makeSecret('v1').shown, makeSecret('v1a').shown] },
    /"secret" must be whsec_…, and not whpk_…/,
  ],
  [
    'a secret as the public key',
    { secret: undefined, publicKey: 'whsec_AAAA' },
    /"publicKey" must be whpk_…/,
  ],
  ['a public key of another kind', { publicKey: 'whpk_AAAA' }, /"publicKey" must be an ed25519 key/],
  ['a body that was parsed', { body: EVENT as unknown as RollcallEvent }, /parsed JSON cannot be verified/],
])('%s is the mistake of the app, and said so', (_what, wrong, words) => {
  const request = { ...good(), ...wrong } as WebhookRequest; // wrong on purpose
  expect(() => verifyWebhook(request)).toThrow(TypeError);
  expect(() => verifyWebhook(request)).toThrow(words);
});

test('a request of a replay is known by its header, in every form', () => {
  const { headers } = good();
  const plain = headers as Record<string, string>; // requestOf made it
  expect(isReplay(plain)).toBe(false);
  for (const form of [
    { ...plain, 'Scim-Replay': 'true' },
    new Headers({ ...plain, 'scim-replay': 'true' }),
  ]) {
    expect(isReplay(form)).toBe(true);
  }
});
