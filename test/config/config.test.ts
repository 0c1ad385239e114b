import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError, type Environment, inspectConfig, readConfig } from '../../src/config/config.ts';

const STRONG = 'k1:0123456789abcdef0123456789abcdef';
const SOUND_PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://scim.example.com',
  SIGNING_KEYS: STRONG,
  SECRETS_KEY: 'fedcba9876543210fedcba9876543210',
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
    SECRETS_KEY: 'short',
    WEBHOOK_ALLOW_CIDRS: '10.0.0.0/64',
    WEBHOOK_PORTS: 'https',
    WEBHOOK_RETRY_SCHEDULE: 'soon',
    SSE_CONNECTIONS: 'many',
    EVENT_RETENTION_DAYS: '0',
    ATTEMPT_RETENTION_DAYS: 'ever',
  });
  for (const name of [
    'PUBLIC_URL',
    'SIGNING_KEYS',
    'PORT',
    'DATABASE_URL',
    'LOG_LEVEL',
    'REQUIRE_SAML_SSO',
    'RATE_LIMIT',
    'SECRETS_KEY',
    'WEBHOOK_ALLOW_CIDRS',
    'WEBHOOK_PORTS',
    'WEBHOOK_RETRY_SCHEDULE',
    'SSE_CONNECTIONS',
    'EVENT_RETENTION_DAYS',
    'ATTEMPT_RETENTION_DAYS',
  ]) {
    expect(faults.filter(fault => fault.startsWith(name))).toHaveLength(1);
  }
});

test('production without a public URL or a key does not start, and says how to make one', () => {
  expect(faultsOf({ NODE_ENV: 'production' }).join()).toMatch(
    /PUBLIC_URL is missing.*SIGNING_KEYS is missing.*openssl rand.*SECRETS_KEY is missing.*openssl rand/s,
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

test.each([
  ['31 bytes', 'onlyasecret'.padEnd(31, 'x')],
  ['31 bytes behind a kid', `k1:${'onlyasecret'.padEnd(31, 'x')}`],
  ['the same one twice', `${'onlyasecret'.repeat(3)},${'onlyasecret'.repeat(3)}`],
  ['a kid twice', `k1:${'x'.repeat(32)},k1:${'y'.repeat(32)}`],
  ['an empty entry', `${'onlyasecret'.repeat(3)},`],
  ['a kid that is none', `k 1:${'onlyasecret'.repeat(3)}`],
])('production refuses keys for secrets with %s, and never repeats them', (_, SECRETS_KEY) => {
  const faults = faultsOf({ ...SOUND_PRODUCTION, SECRETS_KEY });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(/^SECRETS_KEY/);
  expect(faults[0]).not.toMatch(/onlyasecret|xxxx/);
});

test('a key for secrets needs no kid: one is made from it, always the same and for each another', () => {
  const keysOf = (SECRETS_KEY: string) => readConfig({ ...SOUND_PRODUCTION, SECRETS_KEY }).secretsKeys;
  const first = 'a'.repeat(32);
  const second = 'b'.repeat(32);
  const [made] = keysOf(first);
  expect(made).toEqual({ keyId: expect.stringMatching(/^[0-9a-f]{8}$/), secret: first });
  expect(keysOf(`${second}, ${first} ,2026:${first}`)).toEqual([
    { keyId: expect.not.stringMatching(made?.keyId ?? ''), secret: second },
    made,
    { keyId: '2026', secret: first },
  ]);
});

test('development makes each key once, readable by its owner alone, and says so', () => {
  const env = { DATABASE_URL: `sqlite:${folder}/rollcall.db` };
  const first = readConfig(env);
  const second = readConfig(env);
  expect(second.signingKeys).toEqual(first.signingKeys);
  expect(second.secretsKeys).toEqual(first.secretsKeys);
  expect(first.secretsKeys[0]?.secret).not.toBe(first.signingKeys[0]?.secret);
  for (const file of ['signing-key', 'secrets-key']) {
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, file), 'utf8').trim().length).toBeGreaterThanOrEqual(32);
  }
  const warnings = (verb: string) => [
    expect.stringMatching(new RegExp(`^${verb} the development signing key in .*set SIGNING_KEYS`)),
    expect.stringMatching(new RegExp(`^${verb} the development key for stored secrets in .*set SECRETS_KEY`)),
  ];
  expect(first.warnings).toEqual(warnings('made'));
  expect(second.warnings).toEqual(warnings('using'));
});

test('development makes only the key that is missing, and refuses a file that is empty', () => {
  const env = { DATABASE_URL: `sqlite:${folder}/rollcall.db`, SIGNING_KEYS: STRONG };
  writeFileSync(join(folder, 'secrets-key'), '\n');
  expect(faultsOf(env)).toEqual([expect.stringContaining('secrets-key is empty')]);
  rmSync(join(folder, 'secrets-key'));
  expect(readConfig(env).warnings).toHaveLength(1);
  expect(existsSync(join(folder, 'signing-key'))).toBe(false);
});

test('an inspection makes no key, reports the missing ones, and reads the others', () => {
  const env = { DATABASE_URL: `sqlite:${folder}/data/rollcall.db` };
  const before = inspectConfig(env);
  expect(before.config).toMatchObject({ signingKeys: [], secretsKeys: [], warnings: [] });
  expect(before.developmentKeys.map(({ path, key, fault }) => ({ path, key, fault }))).toEqual(
    ['signing-key', 'secrets-key'].map(file => ({
      path: join(folder, 'data', file),
      key: undefined,
      fault: undefined,
    })),
  );
  expect(readdirSync(folder)).toEqual([]);
  const { signingKeys, secretsKeys } = readConfig(env);
  expect(inspectConfig(env).config).toMatchObject({ signingKeys, secretsKeys });
  expect(readdirSync(join(folder, 'data')).sort()).toEqual(['secrets-key', 'signing-key']);
});

test('a key that cannot be read or made is a fault with its path, not a bare error of the system', () => {
  mkdirSync(join(folder, 'signing-key'));
  writeFileSync(join(folder, 'file'), '');
  expect(faultsOf({ DATABASE_URL: `sqlite:${folder}/rollcall.db`, SECRETS_KEY: STRONG })).toEqual([
    `${join(folder, 'signing-key')} is a folder, and a file is needed there: move it away.`,
  ]);
  expect(faultsOf({ DATABASE_URL: `sqlite:${folder}/file/rollcall.db`, SECRETS_KEY: STRONG })).toEqual([
    expect.stringContaining(`${join(folder, 'file', 'signing-key')} cannot be read: a part of its path`),
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
  const config = readConfig({ SIGNING_KEYS: STRONG, SECRETS_KEY: STRONG });
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    publicUrl: undefined,
    database: { dialect: 'sqlite', path: 'data/rollcall.db' },
    requireSamlSso: true,
    rateLimit: { perSecond: 50, burst: 100 },
    maxConcurrentRequests: 32,
    maxConcurrentRequestsTotal: 64,
    logLevel: 'info',
    webhookAllowCidrs: [],
    webhookPorts: [443, 8443],
    eventRetentionDays: 90,
    attemptRetentionDays: 30,
  });
  const minutes = config.retryScheduleMs.map(delay => delay / 60_000);
  expect(minutes).toEqual([5 / 60, 0.5, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1_440, 1_440]);
});

test.each(['sqlite:', 'sqlite::memory:', 'postgres', 'http://x', 'file:x.db'])(
  'refuses DATABASE_URL=%s',
  DATABASE_URL => {
    expect(faultsOf({ SIGNING_KEYS: STRONG, DATABASE_URL })).toHaveLength(1);
  },
);

const SOUND = { SIGNING_KEYS: STRONG, SECRETS_KEY: STRONG };

test('settings of webhooks are read as they are meant', () => {
  const config = readConfig({
    ...SOUND,
    WEBHOOK_ALLOW_CIDRS: '10.0.0.0/8, 127.0.0.1 ,fd00::/8',
    WEBHOOK_PORTS: '443, 9443',
    WEBHOOK_RETRY_SCHEDULE: '0s, 250ms,1d,720h',
    EVENT_RETENTION_DAYS: '7',
    ATTEMPT_RETENTION_DAYS: '1',
  });
  expect(config).toMatchObject({
    webhookAllowCidrs: ['10.0.0.0/8', '127.0.0.1', 'fd00::/8'],
    webhookPorts: [443, 9443],
    retryScheduleMs: [0, 250, 86_400_000, 2_592_000_000],
    eventRetentionDays: 7,
    attemptRetentionDays: 1,
  });
});

test.each([
  ['WEBHOOK_ALLOW_CIDRS', '10.0.0.0/8,', '""'],
  ['WEBHOOK_ALLOW_CIDRS', 'receiver.internal', '"receiver.internal"'],
  ['WEBHOOK_ALLOW_CIDRS', '10.1.2.3/8', 'write 10.0.0.0/8'],
  ['WEBHOOK_PORTS', '0', '"0"'],
  ['WEBHOOK_PORTS', '443,65536', '"65536"'],
  ['WEBHOOK_PORTS', '443,', '""'],
  ['WEBHOOK_PORTS', '8443.5', '"8443.5"'],
  ['WEBHOOK_RETRY_SCHEDULE', '5', '"5"'],
  ['WEBHOOK_RETRY_SCHEDULE', '5s;30s', '"5s;30s"'],
  ['WEBHOOK_RETRY_SCHEDULE', '-5s', '"-5s"'],
  ['WEBHOOK_RETRY_SCHEDULE', '5s,,30s', '""'],
  ['WEBHOOK_RETRY_SCHEDULE', '1.5h', '"1.5h"'],
  ['WEBHOOK_RETRY_SCHEDULE', '31d', '"31d"'],
  ['WEBHOOK_RETRY_SCHEDULE', '5 minutes', '"5 minutes"'],
  ['SSE_CONNECTIONS', '0', 'from 1 to 100000'],
  ['EVENT_RETENTION_DAYS', '0', 'from 1 to 3650'],
  ['EVENT_RETENTION_DAYS', '90d', '"90d"'],
  ['ATTEMPT_RETENTION_DAYS', '-1', '"-1"'],
  ['PORT', '65536', 'from 0 to 65535'],
  ['PORT', '-1', '"-1"'],
])('%s=%s is refused in words', (name, value, words) => {
  const faults = faultsOf({ ...SOUND, [name]: value });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(name);
  expect(faults[0]).toContain(words);
});

test('.env.example shows the defaults: with all of them set, the configuration is the same', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const written = parseEnv(example.replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
  expect(Object.keys(written)).toContain('WEBHOOK_RETRY_SCHEDULE');
  expect(readConfig({ ...written, ...SOUND })).toEqual(readConfig(SOUND));
});
