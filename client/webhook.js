/** Signatures of webhooks: Standard Webhooks 1.0, schemes v1 (HMAC-SHA256) and v1a (ed25519). */
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

const DEFAULT_TOLERANCE_SECONDS = 300;
const ED25519_KEY_BYTES = 32;
const OTHER_KINDS = { whsec_: ['whpk_', 'whsk_'], whpk_: ['whsec_', 'whsk_'] };
const ENVELOPE = ['id', 'source', 'type', 'sequence'];

export class WebhookError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = 'WebhookError';
    this.code = code;
  }
}

/** @see rollcall-client.d.ts */
export function verifyWebhook({
  secret,
  publicKey,
  headers,
  body,
  toleranceSeconds = DEFAULT_TOLERANCE_SECONDS,
  now = Date.now,
}) {
  const checks = [...listOf(secret).map(checkWithSecret), ...listOf(publicKey).map(checkWithPublicKey)];
  if (checks.length === 0) throw new TypeError('verifyWebhook needs "secret" or "publicKey".');
  const bytes = bytesOf(body);
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature').split(' ');

  checkTime(timestamp, toleranceSeconds, now());
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes]);
  const isSigned = signatures.some(signature => checks.some(check => check(signature, content)));
  if (!isSigned) {
    throw new WebhookError(
      'signature',
      'No signature of this request fits: the secret is another one, or the body is not the one that was sent.',
    );
  }
  return eventsIn(bytes);
}

/** @see rollcall-client.d.ts */
export const isReplay = headers => findHeader(headers, 'scim-replay') === 'true';

const listOf = value => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function checkWithSecret(secret) {
  const key = keyBytes(secret, 'whsec_', 'secret');
  return (signature, content) => {
    const given = signatureBytes(signature, 'v1');
    const wanted = createHmac('sha256', key).update(content).digest();
    return given !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted);
  };
}

function checkWithPublicKey(publicKey) {
  const raw = keyBytes(publicKey, 'whpk_', 'publicKey');
  if (raw.length !== ED25519_KEY_BYTES) {
    throw new TypeError('"publicKey" must be an ed25519 key of 32 bytes: whpk_… as Rollcall showed it.');
  }
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
  return (signature, content) => {
    const given = signatureBytes(signature, 'v1a');
    return given !== undefined && verify(null, content, key, given);
  };
}

/** The bytes of a key written as prefix and base64; what is wrong with it is the caller's mistake, not the sender's. */
function keyBytes(text, prefix, name) {
  if (typeof text !== 'string') throw new TypeError(`"${name}" must be text, or a list of texts.`);
  const other = OTHER_KINDS[prefix].find(kind => text.startsWith(kind));
  // A public key is known to others: taken for a secret anyone could sign.
  if (other) throw new TypeError(`"${name}" must be ${prefix}…, and not ${other}….`);
  const bytes = Buffer.from(text.startsWith(prefix) ? text.slice(prefix.length) : text, 'base64');
  if (bytes.length === 0)
    throw new TypeError(`"${name}" is empty: it must be ${prefix}… as Rollcall showed it.`);
  return bytes;
}

function signatureBytes(signature, scheme) {
  const [given, encoded, ...rest] = signature.split(',');
  return given === scheme && encoded && rest.length === 0 ? Buffer.from(encoded, 'base64') : undefined;
}

function bytesOf(body) {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError(
    '"body" must be the body as it came, as text or bytes: parsed JSON cannot be verified. With Express, use express.raw({ type: () => true }).',
  );
}

/** From Node's headers, from Fetch's, or from any object, whatever the case. */
const findHeader = (headers, name) =>
  typeof headers?.get === 'function'
    ? headers.get(name)
    : Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];

function headerOf(headers, name) {
  const value = findHeader(headers, name);
  if (typeof value === 'string' && value !== '') return value;
  throw new WebhookError('header', `The request has no header ${name}.`);
}

function checkTime(timestamp, toleranceSeconds, nowMs) {
  if (!/^\d{1,15}$/.test(timestamp)) {
    throw new WebhookError('timestamp', 'The header webhook-timestamp is not a number of seconds.');
  }
  const ageSeconds = Math.floor(nowMs / 1_000) - Number(timestamp);
  if (Math.abs(ageSeconds) <= toleranceSeconds) return;
  throw new WebhookError(
    'timestamp',
    ageSeconds > 0
      ? `The request was signed ${ageSeconds} seconds ago, and ${toleranceSeconds} are allowed: it was held up or recorded, or a clock is wrong.`
      : `The request was signed ${-ageSeconds} seconds in the future, and ${toleranceSeconds} are allowed: a clock is wrong.`,
  );
}

/** The signature covers the body and not its type, so the body itself says whether it is a batch. */
function eventsIn(bytes) {
  let parsed;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new WebhookError('body', 'The body is signed, but it is not JSON.', { cause });
  }
  const events = Array.isArray(parsed) ? parsed : [parsed];
  if (events.every(isEvent)) return events;
  throw new WebhookError(
    'body',
    'The body is signed, but it is neither an event of Rollcall nor a list of them.',
  );
}

const isEvent = value =>
  typeof value === 'object' && value !== null && ENVELOPE.every(name => typeof value[name] === 'string');
