/** The only reader of process.env: parses every setting, reports every fault at once. */
import { dirname } from 'node:path';
import { type DatabaseLocation, readDatabase } from './database.ts';
import {
  type DevelopmentKey,
  type KeySetting,
  readDevelopmentKey,
  readKeys,
  readOrMakeDevelopmentKey,
  SECRETS_KEY,
  SIGNING_KEYS,
  type SigningKey,
} from './keys.ts';
import { readAddressRanges, readDurations, readPorts, readSwitch, readWholeNumber } from './values.ts';

export type { DatabaseLocation };

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
  /** The first one seals what is kept secret in the database; all open. */
  readonly secretsKeys: readonly SigningKey[];
  readonly requireSamlSso: boolean;
  /** Whose `X-Forwarded-For` is believed; CIDR or single addresses. */
  readonly trustedProxies: readonly string[];
  /** After how many days without a request an enabled connection counts as silent. */
  readonly silentAfterDays: number;
  /** Requests of an account: so many a second, and so many at once after a rest. `undefined`: as many as come. */
  readonly rateLimit: { readonly perSecond: number; readonly burst: number } | undefined;
  /** How many requests of one account are open at a time; the others wait. */
  readonly maxConcurrentRequests: number;
  /** How many requests of all accounts are worked on at a time; beyond that the accounts take turns. */
  readonly maxConcurrentRequestsTotal: number;
  /** How many threads search a SQLite file. */
  readonly sqliteReaderThreads: number;
  readonly logLevel: LogLevel;
  /** Where metrics are read without a token; `undefined`: nowhere. Port 0 lets the system choose. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Ranges of addresses outside the public internet that webhooks may reach; CIDR or single addresses. */
  readonly webhookAllowCidrs: readonly string[];
  /** The ports that webhooks may reach outside those ranges. */
  readonly webhookPorts: readonly number[];
  /** How long to wait after each failed attempt of a delivery; one attempt more than entries. */
  readonly retryScheduleMs: readonly number[];
  /** Streams of events at a time. */
  readonly sseConnections: number;
  readonly eventRetentionDays: number;
  readonly attemptRetentionDays: number;
  /** How long the provisioning log is kept. */
  readonly logRetentionDays: number;
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

const DEFAULT_WEBHOOK_PORTS = [443, 8443];
/** Dense at the start, because an account's later events wait behind the one that failed; 14 attempts in 76 hours. */
const DEFAULT_RETRY_SCHEDULE = '5s,30s,2m,5m,15m,30m,1h,2h,4h,8h,12h,24h,24h';
const MOST_STREAMS = 100_000;
const LONGEST_RETENTION_DAYS = 3_650;
const LONGEST_SILENCE_DAYS = 365;

/**
 * Reads the configuration.
 *
 * In development, keys that are missing are made once and kept beside the database (mode 0600).
 * @throws {ConfigError} naming every fault
 */
export function readConfig(env: Environment = process.env): Config {
  const { config, developmentKeys } = composeConfig(env, readOrMakeDevelopmentKey);
  const faults = developmentKeys.flatMap(({ fault }) => fault ?? []);
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

/** The configuration as it is, and the development keys that it uses. */
export interface InspectedConfig {
  /** Without the keys that are not there, or cannot be used. */
  readonly config: Config;
  readonly developmentKeys: readonly DevelopmentKey[];
}

/**
 * Reads the configuration, and makes nothing.
 * @throws {ConfigError} naming every fault of the settings; those of key files are named with the keys
 */
export function inspectConfig(env: Environment = process.env): InspectedConfig {
  return composeConfig(env, readDevelopmentKey);
}

function composeConfig(
  env: Environment,
  findDevelopmentKey: (setting: KeySetting, folder: string) => DevelopmentKey,
): InspectedConfig {
  const faults: string[] = [];
  const production = env['NODE_ENV'] === 'production';
  const settings = {
    production,
    host: env['HOST'] || '127.0.0.1',
    port: readWholeNumber('PORT', env['PORT'], { whenUnset: 8080, least: 0, most: 65_535 }, faults),
    publicUrl: readPublicUrl(env['PUBLIC_URL'], production, faults),
    database: readDatabase(env, faults),
    requireSamlSso: readSwitch('REQUIRE_SAML_SSO', env['REQUIRE_SAML_SSO'], true, faults),
    trustedProxies: readAddressRanges('TRUSTED_PROXIES', env['TRUSTED_PROXIES'], faults),
    silentAfterDays: readWholeNumber(
      'SILENT_AFTER_DAYS',
      env['SILENT_AFTER_DAYS'],
      { whenUnset: 7, least: 1, most: LONGEST_SILENCE_DAYS },
      faults,
    ),
    rateLimit: readRateLimit(env, faults),
    maxConcurrentRequests: readConcurrency('MAX_CONCURRENT_REQUESTS', env, 32, faults),
    maxConcurrentRequestsTotal: readConcurrency('MAX_CONCURRENT_REQUESTS_TOTAL', env, 64, faults),
    sqliteReaderThreads: readWholeNumber(
      'SQLITE_READER_THREADS',
      env['SQLITE_READER_THREADS'],
      { whenUnset: 2, least: 1, most: 16 },
      faults,
    ),
    logLevel: readLogLevel(env['LOG_LEVEL'], faults),
    metrics: readMetricsAddress(env, faults),
    ...readDeliverySettings(env, faults),
  };
  const signingKeys = readKeys(SIGNING_KEYS, env['SIGNING_KEYS'], production, faults);
  const secretsKeys = readKeys(SECRETS_KEY, env['SECRETS_KEY'], production, faults);
  if (faults.length > 0) throw new ConfigError(faults);

  const folder = settings.database.dialect === 'sqlite' ? dirname(settings.database.path) : 'data';
  const developmentKeys: DevelopmentKey[] = [];
  const orDevelopmentKey = (keys: readonly SigningKey[], setting: KeySetting): readonly SigningKey[] => {
    if (keys.length > 0) return keys;
    const found = findDevelopmentKey(setting, folder);
    developmentKeys.push(found);
    return found.key ? [found.key] : [];
  };
  const config = {
    ...settings,
    signingKeys: orDevelopmentKey(signingKeys, SIGNING_KEYS),
    secretsKeys: orDevelopmentKey(secretsKeys, SECRETS_KEY),
    notices: developmentKeys.filter(({ key }) => key !== undefined).map(noticeOf),
  };
  return { config, developmentKeys };
}

const noticeOf = ({ setting: { name, duty }, path, made }: DevelopmentKey): string =>
  `${made ? 'made' : 'using'} the development ${duty} in ${path}; set ${name} in production`;

function readMetricsAddress(env: Environment, faults: string[]): Config['metrics'] {
  const host = env['METRICS_HOST'] || env['HOST'] || '127.0.0.1';
  const text = env['METRICS_PORT'];
  const port = readWholeNumber('METRICS_PORT', text, { whenUnset: 0, least: 0, most: 65_535 }, faults);
  return text ? { host, port } : undefined;
}

function readRateLimit(env: Environment, faults: string[]): Config['rateLimit'] {
  const isOn = readSwitch('RATE_LIMIT', env['RATE_LIMIT'], true, faults);
  const read = (name: string, whenUnset: number): number =>
    readWholeNumber(name, env[name], { whenUnset, least: 1, most: 1_000_000 }, faults);
  const rate = { perSecond: read('RATE_LIMIT_PER_SECOND', 50), burst: read('RATE_LIMIT_BURST', 100) };
  return isOn ? rate : undefined;
}

const readConcurrency = (name: string, env: Environment, whenUnset: number, faults: string[]): number =>
  readWholeNumber(name, env[name], { whenUnset, least: 1, most: 10_000 }, faults);

function readDeliverySettings(env: Environment, faults: string[]) {
  const readDays = (name: string, whenUnset: number) =>
    readWholeNumber(name, env[name], { whenUnset, least: 1, most: LONGEST_RETENTION_DAYS }, faults);
  return {
    webhookAllowCidrs: readAddressRanges('WEBHOOK_ALLOW_CIDRS', env['WEBHOOK_ALLOW_CIDRS'], faults),
    webhookPorts: readPorts('WEBHOOK_PORTS', env['WEBHOOK_PORTS'], DEFAULT_WEBHOOK_PORTS, faults),
    retryScheduleMs: readDurations(
      'WEBHOOK_RETRY_SCHEDULE',
      env['WEBHOOK_RETRY_SCHEDULE'] || DEFAULT_RETRY_SCHEDULE,
      faults,
    ),
    sseConnections: readWholeNumber(
      'SSE_CONNECTIONS',
      env['SSE_CONNECTIONS'],
      { whenUnset: 100, least: 1, most: MOST_STREAMS },
      faults,
    ),
    eventRetentionDays: readDays('EVENT_RETENTION_DAYS', 90),
    attemptRetentionDays: readDays('ATTEMPT_RETENTION_DAYS', 30),
    logRetentionDays: readDays('LOG_RETENTION_DAYS', 180),
  };
}

/** @returns the address without a trailing slash; `undefined` when there is none, or a fault in it */
export function readPublicUrl(
  text: string | undefined,
  production: boolean,
  faults: string[],
): string | undefined {
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

function readLogLevel(text: string | undefined, faults: string[]): LogLevel {
  if (!text) return 'info';
  const level = LOG_LEVELS.find(known => known === text.toLowerCase());
  if (level) return level;
  faults.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}; it is ${JSON.stringify(text)}.`);
  return 'info';
}
