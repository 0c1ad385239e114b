/** Which database, and how it is connected to. */
import { readFileSync } from 'node:fs';
import { fileFailure } from './file-failure.ts';

export type DatabaseLocation =
  | { readonly dialect: 'sqlite'; readonly path: string }
  | {
      readonly dialect: 'postgres';
      readonly url: string;
      /** How many connections the pool of a process may have; by default what the store thinks right. */
      readonly connections?: number;
    };

const TLS_MODES = ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify'];
const TLS_FILES = ['sslrootcert', 'sslcert', 'sslkey'];

/** @param value DATABASE_URL */
export function readDatabase(value: string, faults: string[]): DatabaseLocation {
  if (value.startsWith('sqlite:')) {
    const path = value.slice('sqlite:'.length).replace(/^\/\/(?=\/|[^/])/, '');
    if (path !== '' && !path.includes(':memory:')) return { dialect: 'sqlite', path };
    faults.push(
      'DATABASE_URL names no file: use sqlite:path/to/rollcall.db (an in-memory database would lose everything).',
    );
  } else if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) {
    checkTls(new URL(value), faults);
    return { dialect: 'postgres', url: value };
  } else {
    faults.push('DATABASE_URL must be sqlite:path or postgres://user:password@host/database.');
  }
  return { dialect: 'sqlite', path: '' };
}

/** A mode that goes without TLS when it is not to be had, or a missing certificate, is found before the first connection. */
function checkTls({ searchParams }: URL, faults: string[]): void {
  const mode = searchParams.get('sslmode');
  const isLeftToLibpq = searchParams.get('uselibpqcompat') === 'true';
  if (mode !== null && !isLeftToLibpq && !TLS_MODES.includes(mode)) {
    faults.push(
      `DATABASE_URL: sslmode must be one of ${TLS_MODES.join(', ')}; it is ${JSON.stringify(mode)}. Use verify-full for TLS with a verified certificate.`,
    );
  }
  for (const name of TLS_FILES) {
    const path = searchParams.get(name);
    if (path === null) continue;
    try {
      readFileSync(path);
    } catch (error) {
      faults.push(
        `DATABASE_URL: ${name} names a file that cannot be used: ${fileFailure(path, 'read', error)}`,
      );
    }
  }
}
