/** A member as a row of `members`, and what it is found by. */
import { hash } from 'node:crypto';
import { userNameKey } from '../../members/identity/user-name.ts';
import {
  elementsOf,
  emailOf,
  fold,
  type ManagedBy,
  type Member,
  type StoredMember,
} from '../../members/member.ts';
import { Columns, type SqlValue } from '../database/sql.ts';
import { searchDocument } from './search-document.ts';

const CHANGING = ['attributes', 'version', 'managed_by', 'protected', 'modified_at', 'activated_at'] as const;
const READ = ['id', 'account_id', 'created_at', ...CHANGING] as const;
export const KEYS = ['user_name_key', 'external_id', 'email_key', 'active'] as const;

export const READ_COLUMNS = new Columns(READ);
export const ALL_COLUMNS = new Columns([...READ, ...KEYS, 'search']);
/** What a change may write, without what the member is found by. */
export const CHANGING_COLUMNS = new Columns([...CHANGING, 'search']);
export const CHANGING_AND_KEY_COLUMNS = new Columns([...CHANGING, ...KEYS, 'search']);
/** A member whose userName clashes with another's keeps the key it had, until it is renamed. */
export const ALL_BUT_NAME_COLUMNS = new Columns([
  ...CHANGING,
  ...KEYS.filter(key => key !== 'user_name_key'),
  'search',
]);

export interface MemberRow {
  id: string;
  account_id: string;
  attributes: string;
  version: number;
  managed_by: string;
  protected: number;
  created_at: number;
  modified_at: number;
  activated_at: number | null;
}

export function toStored(row: MemberRow): StoredMember {
  return {
    id: row.id,
    accountId: row.account_id,
    attributesJson: row.attributes,
    version: row.version,
    managedBy: row.managed_by as ManagedBy, // written by toColumns alone
    isProtected: row.protected === 1,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    activatedAt: row.activated_at,
  };
}

export function toColumns(member: Member): Record<(typeof KEYS)[number] | 'search', SqlValue> & MemberRow {
  const { attributes } = member;
  return {
    id: member.id,
    account_id: member.accountId,
    attributes: asciiJson(attributes),
    version: member.version,
    managed_by: member.managedBy,
    protected: Number(member.isProtected),
    created_at: member.createdAt,
    modified_at: member.modifiedAt,
    activated_at: member.activatedAt,
    ...keysOf(member),
    search: searchDocument(attributes),
  };
}

/** What a member is found by. */
export function keysOf({ attributes }: Member): Record<(typeof KEYS)[number], SqlValue> {
  const externalId = attributes['externalId'];
  const email = emailOf(attributes);
  return {
    user_name_key: userNameKey(attributes.userName),
    external_id: typeof externalId === 'string' ? externalId : null,
    email_key: email === undefined ? null : fold(email),
    active: Number(attributes.active),
  };
}

/** The distinct folded values of `emails`. */
export function emailKeys({ attributes }: Member): string[] {
  const values = elementsOf(attributes['emails']).map(email => email['value']);
  return [...new Set(values.filter(value => typeof value === 'string').map(fold))];
}

/**
 * What a removed member is remembered by: of the userName and the externalId nothing but hashes stay behind.
 * @param key the folded userName, or the externalId
 */
export const formerKey = (accountId: string, key: string): string =>
  hash('sha256', JSON.stringify([accountId, key]), 'base64url');

const HEX = '0123456789abcdef';
/** `\u00e9` */
const ESCAPED_BYTES = 6;

/**
 * JSON whose other characters are escaped: one character above U+00FF would make JavaScript hold a whole page of
 * members as two-byte text, at twice the cost of sending it.
 */
function asciiJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/[\u0080-\uffff]/.test(json)) return json;
  // Byte by byte: a replacement for each character would take four times as long.
  const bytes = Buffer.allocUnsafe(json.length * ESCAPED_BYTES);
  let length = 0;
  for (let at = 0; at < json.length; at += 1) {
    const unit = json.charCodeAt(at);
    if (unit < 0x80) {
      bytes[length++] = unit;
      continue;
    }
    bytes[length++] = 0x5c;
    bytes[length++] = 0x75;
    for (let shift = 12; shift >= 0; shift -= 4) bytes[length++] = HEX.charCodeAt((unit >> shift) & 0xf);
  }
  return bytes.toString('latin1', 0, length);
}
