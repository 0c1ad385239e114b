/** What every search of the database has in common: for whom it runs, how long it may take, what it has cost. */
import { RollcallError } from '../../../base/errors.ts';

export interface SearchScope {
  /** The account that the search is for; `SERVICE` for the service's own. */
  readonly accountId: string;
  /** Aborted when the client has gone; the search then ends with `clientGone`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of work; the time in the queue does not count. 1,000 unless said otherwise. */
  readonly limitMs?: number;
}

/** In the place of an account's id: searches that the service does on its own account. No account has an empty id. */
export const SERVICE = '';

/** What searches of an account used, whatever their outcome. */
export interface ReadWork {
  /** Milliseconds during which a reader, or a connection of PostgreSQL, was occupied. */
  readonly readerMs: number;
  /** Rows that were handed out. */
  readonly rows: number;
  /** Characters of text in those rows. */
  readonly bytes: number;
}

export type OnWork = (accountId: string, work: ReadWork) => void;

export const SEARCH_LIMIT_MS = 1_000;

export const searchTooLong = (cause?: unknown): RollcallError =>
  new RollcallError(
    'tooMany',
    `The search was stopped because it took longer than ${SEARCH_LIMIT_MS / 1_000} s. Narrow it: filter with "eq" on id, userName, externalId or emails.value, which an index answers; write a shorter filter, leave out the sorting, or read the list page by page.`,
    { cause, topic: 'search_too_long' },
  );

export const clientGone = (): RollcallError =>
  new RollcallError('unavailable', 'The client went away before its search was done.', {
    topic: 'client_gone',
  });

/** Characters of all texts in the rows, and bytes of what is kept as bytes. */
export function textLength(rows: readonly unknown[]): number {
  let length = 0;
  for (const row of rows) {
    for (const value of Object.values(row as object)) {
      if (typeof value === 'string' || value instanceof Uint8Array) length += value.length;
    }
  }
  return length;
}
