/** The only reader of process.env: the configuration that the settings make, or all their faults. */
import { dirname } from 'node:path';
import type { DatabaseLocation } from './database.ts';
import {
  type DevelopmentKey,
  type KeySetting,
  readDevelopmentKey,
  readOrMakeDevelopmentKey,
  SECRETS_KEY,
  SIGNING_KEYS,
  type SigningKey,
} from './keys.ts';
import type { PAGE_SETTINGS } from './page-settings.ts';
import { type Environment, readSettings, type Settings } from './settings.ts';

export type { DatabaseLocation, Environment };
export type LogLevel = Settings['logLevel'];

export interface PagesConfig
  extends Omit<Pick<Settings, keyof typeof PAGE_SETTINGS>, 'isConsoleShown' | 'productName'> {
  readonly isConsoleShown: boolean;
  /** `undefined`: the product is not named. */
  readonly productName: string | undefined;
}

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
  /** Requests of an account: so many a second, and so many in a burst. `undefined`: as many as come. */
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
  readonly pages: PagesConfig;
  /** What the operator should know about how the configuration was completed. */
  readonly warnings: readonly string[];
}

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
  const {
    database,
    postgresConnections,
    signingKeys,
    secretsKeys,
    isRateLimited,
    requestsPerSecond,
    requestBurst,
    metricsHost,
    metricsPort,
    ...settings
  } = readSettings(env, faults);
  if (faults.length > 0) throw new ConfigError(faults);

  const folder = database.dialect === 'sqlite' ? dirname(database.path) : 'data';
  const developmentKeys: DevelopmentKey[] = [];
  const orDevelopmentKey = (keys: readonly SigningKey[], setting: KeySetting): readonly SigningKey[] => {
    if (keys.length > 0) return keys;
    const found = findDevelopmentKey(setting, folder);
    developmentKeys.push(found);
    return found.key ? [found.key] : [];
  };
  const config = {
    ...settings,
    database: database.dialect === 'sqlite' ? database : { ...database, connections: postgresConnections },
    rateLimit: isRateLimited ? { perSecond: requestsPerSecond, burst: requestBurst } : undefined,
    metrics:
      metricsPort === undefined ? undefined : { host: metricsHost || settings.host, port: metricsPort },
    pages: pagesOf(settings),
    signingKeys: orDevelopmentKey(signingKeys, SIGNING_KEYS),
    secretsKeys: orDevelopmentKey(secretsKeys, SECRETS_KEY),
    warnings: developmentKeys.filter(({ key }) => key !== undefined).map(warningOf),
  };
  return { config, developmentKeys };
}

const pagesOf = (settings: Pick<Settings, keyof typeof PAGE_SETTINGS | 'production'>): PagesConfig => ({
  ...settings,
  isConsoleShown: settings.isConsoleShown ?? !settings.production,
  productName: settings.productName || undefined,
  returnOrigins: settings.returnOrigins.length > 0 ? settings.returnOrigins : settings.frameAncestors,
});

const warningOf = ({ setting: { name, duty }, path, made }: DevelopmentKey): string =>
  `${made ? 'made' : 'using'} the development ${duty} in ${path}; set ${name} in production`;
