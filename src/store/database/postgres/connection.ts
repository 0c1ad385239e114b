/** How every connection to PostgreSQL is made: for queries, for notifications, for what an instance holds. */
import type pg from 'pg';

const CONNECT_LIMIT_MS = 10_000;
/** Then the system asks whether the other side is still there. */
const IDLE_MS = 10_000;

/** Modes that the driver takes for `verify-full` today, with a warning that it will not do so for ever. */
const VERIFYING_MODES = ['require', 'verify-ca'];

/** @param url as in DATABASE_URL */
export function connectionSettings(url: string): pg.ClientConfig {
  return {
    connectionString: withExplicitTls(url),
    application_name: 'rollcall',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: IDLE_MS,
  };
}

/** TLS that was asked for verifies the server's certificate and name, whatever version the driver has. */
function withExplicitTls(text: string): string {
  const url = new URL(text);
  const mode = url.searchParams.get('sslmode');
  const isLeftToLibpq = url.searchParams.get('uselibpqcompat') === 'true';
  if (mode === null || isLeftToLibpq || !VERIFYING_MODES.includes(mode)) return text;
  url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}
