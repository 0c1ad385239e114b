import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { SigningSecret } from '../../../src/webhooks/endpoint.ts';
import { makeSecret, signatureHeader } from '../../../src/webhooks/sender/signature.ts';

const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const TIMESTAMP = 1_614_265_330;
const BODY = '{"test": 2432232314}';

/** The values that implementations of Standard Webhooks test themselves with. */
const SHARED: SigningSecret = {
  scheme: 'v1',
  key: Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'),
};
const SHARED_SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const SEED = '6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=';
/** An ed25519 private key is a seed behind a constant head (RFC 8410 §7). */
const PRIVATE_KEY = Buffer.concat([
  Buffer.from('302e020100300506032b657004220420', 'hex'),
  Buffer.from(SEED, 'base64'),
]);
const PUBLIC_KEY = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const ASYMMETRIC: SigningSecret = { scheme: 'v1a', key: PRIVATE_KEY };
const ASYMMETRIC_SIGNATURE =
  'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

const publicKeyFrom = (shown: string) =>
  createPublicKey({
    key: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(shown.replace(/^whpk_/, ''), 'base64').toString('base64url'),
    },
    format: 'jwk',
  });

const verifies = (shown: string, signature: string, content: string): boolean =>
  verify(
    null,
    Buffer.from(content),
    publicKeyFrom(shown),
    Buffer.from(signature.replace(/^v1a,/, ''), 'base64'),
  );

const newShared = (): SigningSecret => ({ scheme: 'v1', key: makeSecret('v1').key });

test('v1 gives the signature that is published for a known secret', () => {
  expect(signatureHeader([SHARED], ID, TIMESTAMP, Buffer.from(BODY))).toBe(SHARED_SIGNATURE);
});

test('v1a gives the signature that is published for a known key', () => {
  expect(signatureHeader([ASYMMETRIC], ID, TIMESTAMP, Buffer.from(BODY))).toBe(ASYMMETRIC_SIGNATURE);
  expect(verifies(PUBLIC_KEY, ASYMMETRIC_SIGNATURE, `${ID}.${TIMESTAMP}.${BODY}`)).toBe(true);
});

test('during a rotation there is a signature for each secret, in order', () => {
  expect(signatureHeader([ASYMMETRIC, SHARED], ID, TIMESTAMP, Buffer.from(BODY))).toBe(
    `${ASYMMETRIC_SIGNATURE} ${SHARED_SIGNATURE}`,
  );
});

test('a new shared secret has 32 bytes, and the library of Standard Webhooks verifies what it signs', () => {
  const { key, shown, publicKey } = makeSecret('v1');
  expect({ bytes: key.length, publicKey }).toEqual({ bytes: 32, publicKey: null });
  const body = JSON.stringify({ text: 'Zoë 🙂 \u2028 "quoted"' });
  const now = Math.floor(Date.now() / 1_000);
  const headers = {
    'webhook-id': 'evt-1',
    'webhook-timestamp': String(now),
    'webhook-signature': signatureHeader(
      [newShared(), { scheme: 'v1', key }],
      'evt-1',
      now,
      Buffer.from(body),
    ),
  };
  const receiver = new Webhook(shown);
  expect(receiver.verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => receiver.verify(`${body} `, headers)).toThrow('No matching signature');
  expect(() => receiver.verify(body, { ...headers, 'webhook-id': 'evt-2' })).toThrow('No matching signature');
});

test('a new key pair is shown by its public half alone, which verifies what the private half signs', () => {
  const { key, shown, publicKey } = makeSecret('v1a');
  expect(publicKey).toBe(shown);
  expect(shown).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
  const signature = signatureHeader([{ scheme: 'v1a', key }], 'evt-1', TIMESTAMP, Buffer.from(BODY));
  expect(signature).toMatch(/^v1a,[A-Za-z0-9+/]{86}==$/);
  expect(verifies(shown, signature, `evt-1.${TIMESTAMP}.${BODY}`)).toBe(true);
  expect(verifies(shown, signature, `evt-1.${TIMESTAMP + 1}.${BODY}`)).toBe(false);
  expect(verifies(PUBLIC_KEY, signature, `evt-1.${TIMESTAMP}.${BODY}`)).toBe(false);
});

test('no two secrets are alike', () => {
  const shown = (['v1', 'v1', 'v1a', 'v1a'] as const).map(scheme => makeSecret(scheme).shown);
  expect(new Set(shown).size).toBe(4);
});

test('nothing is signed without a secret', () => {
  expect(() => signatureHeader([], ID, TIMESTAMP, Buffer.from(BODY))).toThrow('no secret');
});
