/** Every setting: its name, how it is read, its default and what it means. The documents are made from this table. */
import { readDatabase } from './database.ts';
import { readKeys, SECRETS_KEY, SIGNING_KEYS } from './keys.ts';
import { PAGE_SETTINGS } from './page-settings.ts';
import { readPublicUrl } from './public-url.ts';
import { type Setting, setting } from './setting.ts';
import {
  addressRanges,
  durations,
  oneOf,
  onOrOff,
  optional,
  port,
  ports,
  text,
  wholeNumber,
} from './values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const MOST_STREAMS = 100_000;
const MOST_REQUESTS = 1_000_000;
const LONGEST_RETENTION_DAYS = 3_650;
const LONGEST_SILENCE_DAYS = 365;
/** Fewer would leave no connection for look-ups beside searches and changes. */
const LEAST_CONNECTIONS = 6;
const MOST_CONNECTIONS = 200;

const days = wholeNumber(1, LONGEST_RETENTION_DAYS);
const concurrency = wholeNumber(1, 10_000);
const requests = wholeNumber(1, MOST_REQUESTS);

export const SETTINGS = {
  production: setting(
    'NODE_ENV',
    { remedy: 'production, or anything else', read: value => value === 'production' },
    [''],
    '`production` turns on the [rules for production](#in-production)',
  ),
  host: setting('HOST', text, ['127.0.0.1'], 'The address to listen on'),
  port: setting('PORT', port, ['8080'], 'The port to listen on; with 0 the system chooses one'),
  publicUrl: setting(
    'PUBLIC_URL',
    {
      remedy: 'an http(s) address without user, query or fragment, such as https://scim.example.com',
      read: (value, { production, faults }) => readPublicUrl(value, production, faults),
    },
    ['', 'from `HOST` and `PORT`'],
    'The address at which identity providers and the main app reach the service. It appears in locations and events, and is [fixed for the installation](operations.md#another-public_url). If it has a path, your proxy must strip it',
  ),
  database: setting(
    'DATABASE_URL',
    {
      remedy: 'sqlite:path or postgres://user:password@host/database',
      read: (value, { faults }) => readDatabase(value, faults),
    },
    ['sqlite:data/rollcall.db'],
    '`sqlite:path` or `postgres://user:password@host/database`',
  ),
  postgresConnections: setting(
    'POSTGRES_CONNECTIONS',
    wholeNumber(LEAST_CONNECTIONS, MOST_CONNECTIONS),
    ['12'],
    'PostgreSQL only: the size of the connection pool of each process, which uses two more connections beside it',
  ),
  signingKeys: setting(
    SIGNING_KEYS.name,
    {
      remedy: 'kid:secret, several separated by commas',
      read: (value, { production, faults }) => readKeys(SIGNING_KEYS, value, production, faults),
    },
    ['', 'a key made in the data folder'],
    '`kid:secret`, several separated by commas: the first one signs tokens, all of them verify',
  ),
  secretsKeys: setting(
    SECRETS_KEY.name,
    {
      remedy: 'a secret or kid:secret, several separated by commas',
      read: (value, { production, faults }) => readKeys(SECRETS_KEY, value, production, faults),
    },
    ['', 'a key made in the data folder'],
    'Encrypts the webhook secrets in the database: a secret or `kid:secret`, several separated by commas; the first one encrypts, all of them decrypt',
  ),
  requireSamlSso: setting(
    'REQUIRE_SAML_SSO',
    onOrOff,
    ['on'],
    'Whether an account must sign in with SAML SSO before SCIM can be enabled',
  ),
  trustedProxies: setting(
    'TRUSTED_PROXIES',
    addressRanges,
    ['', 'none'],
    'The proxies in front, such as `10.0.0.0/8`. Their `X-Forwarded-For` gives the address of the client; from any other sender the header is ignored',
  ),
  silentAfterDays: setting(
    'SILENT_AFTER_DAYS',
    wholeNumber(1, LONGEST_SILENCE_DAYS),
    ['7'],
    'Days without a request after which the main app gets `connection.silent`; Entra, authentik and Google Workspace speak regularly and have shorter times of their own',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    oneOf(['error', 'warn', 'info', 'debug', 'silent']),
    ['info'],
    '`error`, `warn`, `info`, `debug` or `silent`',
  ),
  metricsPort: setting(
    'METRICS_PORT',
    optional(port),
    ['', 'none'],
    'A port for [metrics](operations.md#metrics) without a token; it must not be reachable from outside',
  ),
  metricsHost: setting('METRICS_HOST', text, ['', 'as `HOST`'], 'The address that `METRICS_PORT` listens on'),
  isRateLimited: setting('RATE_LIMIT', onOrOff, ['on'], '`off` lifts the rate limit of all accounts'),
  requestsPerSecond: setting(
    'RATE_LIMIT_PER_SECOND',
    requests,
    ['50'],
    'SCIM requests per second and account. Further requests, and requests after expensive ones, wait a moment or get 429 with `Retry-After`',
  ),
  requestBurst: setting(
    'RATE_LIMIT_BURST',
    requests,
    ['100'],
    'How many requests an idle account may send in a burst',
  ),
  maxConcurrentRequests: setting(
    'MAX_CONCURRENT_REQUESTS',
    concurrency,
    ['32'],
    'Concurrent requests of one account; the others wait in its queue',
  ),
  maxConcurrentRequestsTotal: setting(
    'MAX_CONCURRENT_REQUESTS_TOTAL',
    concurrency,
    ['64'],
    'Concurrent SCIM requests of all accounts together; beyond that the accounts take turns',
  ),
  sqliteReaderThreads: setting(
    'SQLITE_READER_THREADS',
    wholeNumber(1, 16),
    ['2'],
    'SQLite only: the number of threads that search. Searches of one account never occupy the last one, unless it is the only one',
  ),
  webhookAllowCidrs: setting(
    'WEBHOOK_ALLOW_CIDRS',
    addressRanges,
    ['', 'none'],
    'Addresses outside the public internet that webhooks may reach, such as `10.0.0.0/8,127.0.0.1`; only these may use plain http',
  ),
  webhookPorts: setting(
    'WEBHOOK_PORTS',
    ports,
    ['443,8443'],
    'The ports that webhooks may reach outside `WEBHOOK_ALLOW_CIDRS`',
  ),
  // Dense at the start, because an account's later events wait behind the one that failed; 14 attempts in 76 hours.
  retryScheduleMs: setting(
    'WEBHOOK_RETRY_SCHEDULE',
    durations,
    ['5s,30s,2m,5m,15m,30m,1h,2h,4h,8h,12h,24h,24h'],
    'How long to wait after each failed attempt of a delivery; after the last attempt it becomes a dead letter',
  ),
  sseConnections: setting(
    'SSE_CONNECTIONS',
    wholeNumber(1, MOST_STREAMS),
    ['100'],
    'Concurrent event streams of each process, half of them for one service token; above it, 429',
  ),
  eventRetentionDays: setting('EVENT_RETENTION_DAYS', days, ['90'], 'How long events are kept'),
  attemptRetentionDays: setting(
    'ATTEMPT_RETENTION_DAYS',
    days,
    ['30'],
    'How long delivery attempts are kept',
  ),
  logRetentionDays: setting('LOG_RETENTION_DAYS', days, ['180'], 'How long the provisioning log is kept'),
  ...PAGE_SETTINGS,
} as const;

export type Settings = {
  readonly [Key in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[Key]['reader']['read']>;
};

/** Reads every setting, and adds every fault; with a fault, the values mean nothing. */
export function readSettings(env: Environment, faults: string[]): Settings {
  const production = env[SETTINGS.production.name] === 'production';
  const values = Object.entries<Setting<unknown>>(SETTINGS).map(
    ([key, { name, reader, default: fallback }]) =>
      [key, reader.read(env[name] || fallback, { name, production, faults })] as const,
  );
  return Object.fromEntries(values) as Settings; // each key has what its own reader gives
}
