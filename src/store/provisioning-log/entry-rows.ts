/** Log entries as rows. */

import { userNameKey } from '../../members/identity/user-name.ts';
import { fold } from '../../members/member.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import { join, name, type SqlValue, sql } from '../database/sql.ts';

/** The types are what PostgreSQL reads them as from JSON. */
export const ENTRY_COLUMNS = {
  account_id: 'text',
  id: 'text',
  token_id: 'text',
  at: 'bigint',
  request_id: 'text',
  identity_provider: 'text',
  user_agent: 'text',
  method: 'text',
  path: 'text',
  bulk_index: 'integer',
  outcome: 'text',
  meaning: 'text',
  member_id: 'text',
  user_name: 'text',
  external_id: 'text',
  about: 'text',
  changed: 'text',
  ignored: 'text',
  unknown_attributes: 'integer',
  unknown_names: 'text',
  events: 'text',
  status: 'integer',
  scim_type: 'text',
  detail: 'text',
  explanation: 'text',
  duration_ms: 'integer',
  unproven: 'integer',
  search: 'text',
} as const;

export type LogEntryColumn = keyof typeof ENTRY_COLUMNS;

export interface LogEntryRow {
  account_id: string;
  id: string;
  token_id: string | null;
  at: number;
  request_id: string;
  identity_provider: string | null;
  user_agent: string | null;
  method: string;
  path: string;
  bulk_index: number | null;
  outcome: string;
  meaning: string;
  member_id: string | null;
  user_name: string | null;
  external_id: string | null;
  changed: string;
  ignored: string;
  unknown_attributes: number;
  unknown_names: string;
  events: string;
  status: number;
  scim_type: string | null;
  detail: string | null;
  explanation: string | null;
  duration_ms: number;
  unproven: number;
}

/** All that is shown, for SELECT. */
export const ENTRY_LIST = join(
  Object.keys(ENTRY_COLUMNS)
    .filter(column => column !== 'about' && column !== 'search')
    .map(name),
);

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

export function toLogEntryRow(entry: LogEntry): Record<LogEntryColumn, SqlValue> {
  const { userName, externalId, meaning, detail } = entry;
  return {
    account_id: entry.accountId,
    id: entry.id,
    token_id: entry.tokenId,
    at: entry.at,
    request_id: entry.requestId,
    identity_provider: entry.identityProvider,
    user_agent: entry.userAgent,
    method: entry.method,
    path: entry.path,
    bulk_index: entry.bulkIndex,
    outcome: entry.outcome,
    meaning,
    member_id: entry.memberId,
    user_name: userName,
    external_id: externalId,
    about: aboutWhom(entry),
    changed: jsonOf(entry.changed),
    ignored: jsonOf(entry.ignored),
    unknown_attributes: entry.unknownAttributes,
    unknown_names: jsonOf(entry.unknownNames),
    events: jsonOf(entry.events),
    status: entry.status,
    scim_type: entry.scimType,
    detail,
    explanation: entry.explanation,
    duration_ms: entry.durationMs,
    unproven: entry.isUnproven ? 1 : 0,
    search: searchText(entry),
  };
}

function searchText({ meaning, externalId, detail, unknownNames }: LogEntry): string | null {
  const folded = fold([meaning, externalId ?? '', detail ?? '', ...unknownNames].join('\n').trimEnd());
  return folded === meaning ? null : folded;
}

const jsonOf = (names: readonly string[]): string => (names.length === 0 ? '[]' : JSON.stringify(names));

// The casts below trust what toLogEntryRow wrote.

export function fromLogEntryRow(row: LogEntryRow): LogEntry {
  return {
    id: row.id,
    accountId: row.account_id,
    tokenId: row.token_id,
    at: row.at,
    requestId: row.request_id,
    identityProvider: row.identity_provider,
    userAgent: row.user_agent,
    method: row.method,
    path: row.path,
    bulkIndex: row.bulk_index,
    outcome: row.outcome as LogEntry['outcome'],
    meaning: row.meaning,
    memberId: row.member_id,
    userName: row.user_name,
    externalId: row.external_id,
    changed: JSON.parse(row.changed) as string[],
    ignored: JSON.parse(row.ignored) as string[],
    unknownAttributes: row.unknown_attributes,
    unknownNames: JSON.parse(row.unknown_names) as string[],
    events: JSON.parse(row.events) as string[],
    status: row.status,
    scimType: row.scim_type,
    detail: row.detail,
    explanation: row.explanation,
    durationMs: row.duration_ms,
    isUnproven: row.unproven === 1,
  };
}
