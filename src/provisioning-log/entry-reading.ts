/** What can be asked of the provisioning log. */
import type { ConnectionHealth } from './connection/connection-health.ts';
import type { LogEntry, LogOutcome } from './entry.ts';

export interface LogQuery {
  /** Empty for the requests whose token belongs to no account. */
  readonly accountId: string;
  /** Milliseconds since the epoch; from then on. */
  readonly from: number | undefined;
  /** Up to, and not at, that time. */
  readonly to: number | undefined;
  /** One of these. */
  readonly outcomes: readonly LogOutcome[] | undefined;
  readonly memberId: string | undefined;
  /** A part of the meaning, the detail, a userName, an externalId or a request id, in any case. */
  readonly text: string | undefined;
  /** The id to go on behind. */
  readonly after: string | undefined;
  readonly limit: number;
}

export interface LogPage {
  /** Newest first. */
  readonly entries: readonly LogEntry[];
  /** Where to go on; `undefined` at the end. A page may be short, or empty, and yet not the last. */
  readonly next: string | undefined;
}

export interface LogReader {
  /** @param signal aborted when the client has gone @throws RollcallError `tooMany`, `tooManyRequests` */
  listEntries(query: LogQuery, signal?: AbortSignal): Promise<LogPage>;
  /** The ids of those whose requests began at that time (milliseconds since the epoch) or later, oldest first. */
  entryIds(accountId: string, from: number): Promise<readonly string[]>;
  /** Those with these ids, oldest first. */
  entriesWith(accountId: string, ids: readonly string[]): Promise<readonly LogEntry[]>;
  /** `undefined` before the first contact. */
  findHealth(accountId: string): Promise<ConnectionHealth | undefined>;
}
