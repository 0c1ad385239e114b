import { createDecipheriv, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { SecretBox } from '../../../src/webhooks/sender/secret-box.ts';

const OLD = { keyId: '2026', secret: 'an-old-key-for-secrets-of-32-bytes!!' };
const NEW = { keyId: 'n.e.w', secret: 'a-new-key-for-secrets-of-32-bytes!!!' };
const box = new SecretBox([OLD]);
const PLAIN = Buffer.from('whsec_c2VjcmV0');

test('whatever was sealed opens for what it belongs to, and for nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), fc.string(), (bytes, context, other) => {
      const sealed = box.seal(Buffer.from(bytes), context);
      expect(box.open(sealed, context)).toEqual(Buffer.from(bytes));
      if (other !== context) expect(() => box.open(sealed, other)).toThrow('belongs to something else');
    }),
  );
});

test('a sealed text with any one character changed, added or taken away does not open', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.nat(),
      fc.constantFrom(...'ABCxyz019-_.=+/ é\n'),
      fc.constantFrom('replace', 'insert', 'remove'),
      (bytes, place, character, kind) => {
        const sealed = box.seal(Buffer.from(bytes), 'endpoint');
        const at = place % sealed.length;
        const after = kind === 'insert' ? at : at + 1;
        const changed = sealed.slice(0, at) + (kind === 'remove' ? '' : character) + sealed.slice(after);
        fc.pre(changed !== sealed);
        expect(() => box.open(changed, 'endpoint')).toThrow(/a stored secret (cannot be opened|was sealed)/);
      },
    ),
    { numRuns: 500 },
  );
});

test('the last character of a sealed text cannot be changed unnoticed, though some of its bits say nothing', () => {
  // 16 bytes of tag and 1 of text: the last of 23 characters holds four bits of the 17 bytes, and two of none.
  const sealed = box.seal(Buffer.from('x'), 'endpoint');
  const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .map(character => sealed.slice(0, -1) + character)
    .filter(other => other !== sealed);
  expect(others).toHaveLength(63);
  for (const other of others) expect(() => box.open(other, 'endpoint')).toThrow('cannot be opened');
});

test.each(['', 'v1', 'v1.2026..', 'v2.2026.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA', 'plain text'])(
  'what is no sealed text does not open: %j',
  text => {
    expect(() => box.open(text, 'endpoint')).toThrow('cannot be opened');
  },
);

test('the same secret is never sealed alike twice, and is not to be seen', () => {
  const sealed = Array.from({ length: 100 }, () => box.seal(PLAIN, 'endpoint'));
  expect(new Set(sealed).size).toBe(100);
  expect(sealed.join()).not.toContain(PLAIN.toString('base64url').slice(0, 8));
});

test('the first key seals, and the others still open', () => {
  const before = box.seal(PLAIN, 'endpoint');
  const rotated = new SecretBox([NEW, OLD]);
  const after = rotated.seal(PLAIN, 'endpoint');
  expect(after).toMatch(/^v1\.n\.e\.w\./);
  expect(rotated.open(before, 'endpoint')).toEqual(PLAIN);
  expect(rotated.open(after, 'endpoint')).toEqual(PLAIN);
  expect(() => box.open(after, 'endpoint')).toThrow(
    'sealed with the key "n.e.w", which SECRETS_KEY does not hold',
  );
});

test('another key of the same name does not open it', () => {
  const other = new SecretBox([{ ...NEW, keyId: OLD.keyId }]);
  expect(() => other.open(box.seal(PLAIN, 'endpoint'), 'endpoint')).toThrow('cannot be opened');
});

test('the format stays: AES-256-GCM under a key derived with HKDF-SHA256', () => {
  const [version, keyId, iv = '', rest = ''] = box.seal(PLAIN, 'endpoint').split('.');
  expect([version, keyId]).toEqual(['v1', '2026']);
  const key = Buffer.from(hkdfSync('sha256', OLD.secret, '', 'rollcall stored secrets v1', 32));
  const bytes = Buffer.from(rest, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from('endpoint')).setAuthTag(bytes.subarray(-16));
  expect(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()])).toEqual(PLAIN);
});

test('a box without a key is refused', () => {
  expect(() => new SecretBox([])).toThrow('needs a key');
});
