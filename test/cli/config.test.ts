import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, type Environment, readConfig } from '../../src/config.ts';

const STRONG = 'k1:0123456789abcdef0123456789abcdef';
const SOUND_PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://scim.example.com',
  SIGNING_KEYS: STRONG,
};

function faultsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('production names every fault at once', () => {
  const faults = faultsOf({
    NODE_ENV: 'production',
    PUBLIC_URL: 'http://scim.example.com',
    SIGNING_KEYS: 'k1:short',
    PORT: 'eighty',
    DATABASE_URL: 'mysql://x',
    LOG_LEVEL: 'loud',
    REQUIRE_SAML_SSO: 'perhaps',
    RATE_LIMIT: 'some',
  });
  for (const name of [
    'PUBLIC_URL',
    'SIGNING_KEYS',
    'PORT',
    'DATABASE_URL',
    'LOG_LEVEL',
    'REQUIRE_SAML_SSO',
    'RATE_LIMIT',
  ]) {
    expect(faults.filter(fault => fault.includes(name))).toHaveLength(1);
  }
});

test('production without a signing key or a public URL does not start', () => {
  expect(faultsOf({ NODE_ENV: 'production' }).join()).toMatch(
    /PUBLIC_URL is missing.*SIGNING_KEYS is missing/s,
  );
  expect(faultsOf(SOUND_PRODUCTION)).toEqual([]);
});

test.each([
  ['no kid', 'onlyasecretonlyasecretonlyasecret!'],
  ['a kid twice', `${STRONG},${STRONG}`],
  ['an empty secret', 'k1:'],
  ['31 bytes', `k1:${'x'.repeat(31)}`],
  ['one weak among strong', `${STRONG},k2:weak`],
])('production refuses signing keys with %s, and never repeats them', (_, SIGNING_KEYS) => {
  const faults = faultsOf({ ...SOUND_PRODUCTION, SIGNING_KEYS });
  expect(faults).toHaveLength(1);
  expect(faults[0]).not.toMatch(/onlyasecret|weak\b.*weak|xxxx/);
});

test('development makes a signing key once, readable by its owner alone, and says so', () => {
  const env = { DATABASE_URL: `sqlite:${folder}/rollcall.db` };
  const first = readConfig(env);
  const second = readConfig(env);
  expect(second.signingKeys).toEqual(first.signingKeys);
  expect(statSync(join(folder, 'signing-key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'signing-key'), 'utf8').trim().length).toBeGreaterThanOrEqual(32);
  expect([first.notices[0], second.notices[0]]).toEqual([
    expect.stringContaining('made the development signing key'),
    expect.stringContaining('using the development signing key'),
  ]);
});

test('the first signing key signs, and all are kept', () => {
  const { signingKeys } = readConfig({
    ...SOUND_PRODUCTION,
    SIGNING_KEYS: `${STRONG},old:${'y'.repeat(40)}`,
  });
  expect(signingKeys.map(key => key.keyId)).toEqual(['k1', 'old']);
});

test('defaults fit a laptop', () => {
  const config = readConfig({ SIGNING_KEYS: STRONG });
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    publicUrl: undefined,
    database: { dialect: 'sqlite', path: 'data/rollcall.db' },
    requireSamlSso: true,
    rateLimit: true,
    logLevel: 'info',
  });
});

test.each(['sqlite:', 'sqlite::memory:', 'postgres', 'http://x', 'file:x.db'])(
  'refuses DATABASE_URL=%s',
  DATABASE_URL => {
    expect(faultsOf({ SIGNING_KEYS: STRONG, DATABASE_URL })).toHaveLength(1);
  },
);
