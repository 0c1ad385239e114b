/** Log entries as rows. */

import { userNameKey } from '../../members/identity/user-name.ts';
import { fold } from '../../members/member.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import { Columns, type SqlValue, sql } from '../database/sql.ts';

/** The types are what PostgreSQL reads them as from JSON. */
export const ENTRY_TYPES = {
  accountId: 'text',
  id: 'text',
  tokenId: 'text',
  at: 'bigint',
  requestId: 'text',
  identityProvider: 'text',
  userAgent: 'text',
  method: 'text',
  path: 'text',
  bulkIndex: 'integer',
  outcome: 'text',
  meaning: 'text',
  memberId: 'text',
  userName: 'text',
  externalId: 'text',
  about: 'text',
  changed: 'text',
  ignored: 'text',
  unknownAttributes: 'integer',
  unknownNames: 'text',
  events: 'text',
  status: 'integer',
  scimType: 'text',
  detail: 'text',
  explanation: 'text',
  durationMs: 'integer',
  unproven: 'integer',
  search: 'text',
} as const;

type EntryColumn = keyof typeof ENTRY_TYPES;

export const ENTRY_NAMES = Object.keys(ENTRY_TYPES) as EntryColumn[]; // Object.keys forgets the literal type

type Lists = Record<'changed' | 'ignored' | 'unknownNames' | 'events', string>;

/** What is shown of an entry. */
export interface LogEntryRow extends Omit<LogEntry, keyof Lists | 'isUnproven'>, Lists {
  readonly unproven: number;
}

/** All that is shown, for SELECT. */
export const ENTRY_LIST = new Columns(ENTRY_NAMES.filter(column => column !== 'about' && column !== 'search'))
  .selected;

/** The texts of an entry that are shown and may be long. */
export const ENTRY_TEXT = sql`meaning || path || changed || ignored || unknown_names || events || coalesce(user_agent, '')
  || coalesce(user_name, '') || coalesce(external_id, '') || coalesce(detail, '')`;

/** Whom an entry is about: under a member's id, or under a name where no member is known. */
const aboutWhom = ({ memberId, userName, externalId }: LogEntry): string | null =>
  memberId ?? (userName === null ? externalId : userNameKey(userName));

/** Under which names entries about a userName stand; those of earlier versions were folded otherwise. */
export const entryNames = (userName: string): readonly string[] => [
  ...new Set([userNameKey(userName), fold(userName)]),
];

export const toLogEntryRow = (entry: LogEntry): Record<EntryColumn, SqlValue> => ({
  ...entry,
  about: aboutWhom(entry),
  changed: jsonOf(entry.changed),
  ignored: jsonOf(entry.ignored),
  unknownNames: jsonOf(entry.unknownNames),
  events: jsonOf(entry.events),
  unproven: entry.isUnproven ? 1 : 0,
  search: searchText(entry),
});

function searchText({ meaning, externalId, detail, unknownNames }: LogEntry): string | null {
  const folded = fold([meaning, externalId ?? '', detail ?? '', ...unknownNames].join('\n').trimEnd());
  return folded === meaning ? null : folded;
}

const jsonOf = (names: readonly string[]): string => (names.length === 0 ? '[]' : JSON.stringify(names));

// The casts below trust what toLogEntryRow wrote.

export const fromLogEntryRow = ({ unproven, ...row }: LogEntryRow): LogEntry => ({
  ...row,
  changed: JSON.parse(row.changed) as string[],
  ignored: JSON.parse(row.ignored) as string[],
  unknownNames: JSON.parse(row.unknownNames) as string[],
  events: JSON.parse(row.events) as string[],
  isUnproven: unproven === 1,
});
