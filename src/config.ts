/** The only reader of process.env: parses every setting, reports every fault at once. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCodeOf } from './errors.ts';

/** One signing key for tokens; `secret` is at least 32 bytes in production. */
export interface SigningKey {
  readonly keyId: string;
  readonly secret: string;
}

export type DatabaseLocation =
  | { readonly dialect: 'sqlite'; readonly path: string }
  | { readonly dialect: 'postgres'; readonly url: string };

const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  readonly production: boolean;
  readonly host: string;
  /** 0 lets the system choose, for tests. */
  readonly port: number;
  /** Scheme, host and optional path prefix, without a trailing slash. `undefined`: derived from host and port. */
  readonly publicUrl: string | undefined;
  readonly database: DatabaseLocation;
  /** The first one signs; all verify. */
  readonly signingKeys: readonly SigningKey[];
  readonly requireSamlSso: boolean;
  readonly rateLimit: boolean;
  readonly logLevel: LogLevel;
  /** What the operator should know about how the configuration was completed. */
  readonly notices: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every fault of the configuration, in one message. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n- ${faults.join('\n- ')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const MINIMUM_SECRET_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_.-]{1,16}$/;

/**
 * Reads the configuration.
 *
 * In development a missing signing key is made once and kept beside the database (mode 0600).
 * @throws {ConfigError} naming every fault
 */
export function readConfig(env: Environment = process.env): Config {
  const faults: string[] = [];
  const notices: string[] = [];
  const production = env['NODE_ENV'] === 'production';
  const host = env['HOST'] || '127.0.0.1';
  const port = readPort(env['PORT'], faults);
  const publicUrl = readPublicUrl(env['PUBLIC_URL'], production, faults);
  const database = readDatabase(env['DATABASE_URL'], faults);
  const requireSamlSso = readSwitch('REQUIRE_SAML_SSO', env['REQUIRE_SAML_SSO'], true, faults);
  const rateLimit = readSwitch('RATE_LIMIT', env['RATE_LIMIT'], true, faults);
  const logLevel = readLogLevel(env['LOG_LEVEL'], faults);
  let signingKeys = readSigningKeys(env['SIGNING_KEYS'], production, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  if (signingKeys.length === 0) {
    const path = join(database.dialect === 'sqlite' ? dirname(database.path) : 'data', 'signing-key');
    const { secret, made } = readOrMakeDevelopmentKey(path);
    signingKeys = [{ keyId: 'dev', secret }];
    notices.push(
      `${made ? 'made' : 'using'} the development signing key in ${path}; set SIGNING_KEYS in production`,
    );
  }
  return {
    production,
    host,
    port,
    publicUrl,
    database,
    signingKeys,
    requireSamlSso,
    rateLimit,
    logLevel,
    notices,
  };
}

function readPort(text: string | undefined, faults: string[]): number {
  if (!text) return 8080;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  faults.push(`PORT must be a whole number from 0 to 65535; it is ${JSON.stringify(text)}.`);
  return 0;
}

function readPublicUrl(text: string | undefined, production: boolean, faults: string[]): string | undefined {
  if (!text) {
    if (production) {
      faults.push(
        'PUBLIC_URL is missing: set the https address under which identity providers reach the service.',
      );
    }
    return undefined;
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username) {
    faults.push(
      'PUBLIC_URL must be an http(s) address without user, query or fragment, such as https://scim.example.com.',
    );
    return undefined;
  }
  if (production && url.protocol !== 'https:') {
    faults.push(
      'PUBLIC_URL must begin with https:// in production: identity providers refuse plain http, and tokens would travel in clear.',
    );
  }
  return url.href.replace(/\/+$/, '');
}

function readDatabase(text: string | undefined, faults: string[]): DatabaseLocation {
  const value = text || 'sqlite:data/rollcall.db';
  if (value.startsWith('sqlite:')) {
    const path = value.slice('sqlite:'.length).replace(/^\/\/(?=\/|[^/])/, '');
    if (path !== '' && !path.includes(':memory:')) return { dialect: 'sqlite', path };
    faults.push(
      'DATABASE_URL names no file: use sqlite:path/to/rollcall.db (an in-memory database would lose everything).',
    );
  } else if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) {
    return { dialect: 'postgres', url: value };
  } else {
    faults.push('DATABASE_URL must be sqlite:path or postgres://user:password@host/database.');
  }
  return { dialect: 'sqlite', path: '' };
}

function readSwitch(name: string, text: string | undefined, whenUnset: boolean, faults: string[]): boolean {
  if (!text) return whenUnset;
  const value = text.toLowerCase();
  if (['true', 'on', '1', 'yes'].includes(value)) return true;
  if (['false', 'off', '0', 'no'].includes(value)) return false;
  faults.push(`${name} must be on or off (true or false); it is ${JSON.stringify(text)}.`);
  return whenUnset;
}

function readLogLevel(text: string | undefined, faults: string[]): LogLevel {
  if (!text) return 'info';
  const level = LOG_LEVELS.find(known => known === text.toLowerCase());
  if (level) return level;
  faults.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}; it is ${JSON.stringify(text)}.`);
  return 'info';
}

function readSigningKeys(text: string | undefined, production: boolean, faults: string[]): SigningKey[] {
  if (!text) {
    if (production) {
      faults.push(
        'SIGNING_KEYS is missing: set kid:secret with a secret of at least 32 random bytes, for instance 2026:$(openssl rand -hex 32).',
      );
    }
    return [];
  }
  const keys: SigningKey[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    const separator = entry.indexOf(':');
    const keyId = entry.slice(0, Math.max(separator, 0)).trim();
    const secret = entry.slice(separator + 1).trim();
    // The entry itself is never repeated: it may hold a secret in the wrong place.
    if (!KEY_ID.test(keyId)) {
      faults.push(
        `SIGNING_KEYS entry ${index + 1} must be kid:secret, the kid of at most 16 letters, digits, "_", "-" or ".".`,
      );
    } else if (keys.some(key => key.keyId === keyId)) {
      faults.push(`SIGNING_KEYS names the kid ${JSON.stringify(keyId)} twice.`);
    } else if (secret === '' || (production && Buffer.byteLength(secret) < MINIMUM_SECRET_BYTES)) {
      faults.push(
        `SIGNING_KEYS: the secret of ${JSON.stringify(keyId)} is too weak; it needs at least ${MINIMUM_SECRET_BYTES} bytes.`,
      );
    } else {
      keys.push({ keyId, secret });
    }
  }
  return keys;
}

/** @throws ConfigError when the file is there and empty */
function readOrMakeDevelopmentKey(path: string): { secret: string; made: boolean } {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  let made = true;
  try {
    // A link appears whole or not at all, and for one of two processes that start together.
    linkSync(fresh, path);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
    made = false;
  } finally {
    unlinkSync(fresh);
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (secret === '')
    throw new ConfigError([
      `The signing key in ${path} is empty. Delete the file, and a new key is made; tokens signed with the old one end.`,
    ]);
  return { secret, made };
}
