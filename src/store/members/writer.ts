/** Writes what was decided about members, inside the transaction of the change and under the account's lock. */
import type { MemberChange } from '../../members/change.ts';
import type { FormerMember } from '../../members/identity/identity.ts';
import { userNameKey } from '../../members/identity/user-name.ts';
import type { ManagedBy, Member, StoredMember } from '../../members/member.ts';
import type { Transaction } from '../database/database.ts';
import { Columns, list, NOTHING, sql } from '../database/sql.ts';
import {
  ALL_BUT_NAME_COLUMNS,
  ALL_COLUMNS,
  CHANGING_AND_KEY_COLUMNS,
  CHANGING_COLUMNS,
  emailKeys,
  formerKey,
  KEYS,
  keysOf,
  toColumns,
  toStored,
} from './rows.ts';

const EMAIL_COLUMNS = new Columns(['account_id', 'member_id', 'value_key']);
const TOMBSTONE_COLUMNS = new Columns([
  'account_id',
  'name_key',
  'member_id',
  'managed_by',
  'protected',
  'external_id_key',
]);

interface TombstoneRow {
  name_key: string;
  member_id: string;
  /** `null`: removed by a release that did not remember it. */
  managed_by: string | null;
  protected: number | null;
  external_id_key: string | null;
}

function toFormer(accountId: string, row: TombstoneRow): FormerMember {
  const { member_id: id, managed_by: managedBy } = row;
  if (managedBy === null) return { id, details: undefined };
  return {
    id,
    details: {
      managedBy: managedBy as ManagedBy, // written by addTombstone alone
      isProtected: row.protected === 1,
      hadExternalId: externalId => formerKey(accountId, externalId) === row.external_id_key,
    },
  };
}

/** @returns the member as it is stored now; `undefined` when it was deleted */
export async function writeMember(
  trx: Transaction,
  { before, after }: MemberChange,
): Promise<StoredMember | undefined> {
  if (!after) {
    if (!before) throw new Error('a change has a before or an after');
    await deleteMember(trx, before);
    return undefined;
  }
  const row = toColumns(after);
  if (before) {
    // Naming an indexed column in SET rewrites its index entry, even with the same value.
    const keysBefore = keysOf(before);
    const isMoved = KEYS.some(key => keysBefore[key] !== row[key]);
    const isRenamed = before.attributes.userName !== after.attributes.userName;
    const columns = isRenamed ? CHANGING_AND_KEY_COLUMNS : isMoved ? ALL_BUT_NAME_COLUMNS : CHANGING_COLUMNS;
    const endsClash = isRenamed ? sql`, user_name_clash = 0` : NOTHING;
    await trx.all(
      sql`UPDATE members SET ${columns.assignments(row)} ${endsClash}
           WHERE account_id = ${after.accountId} AND id = ${after.id}`,
    );
  } else {
    await trx.all(sql`INSERT INTO members (${ALL_COLUMNS.names}) VALUES ${ALL_COLUMNS.row(row)}`);
  }
  await writeEmails(trx, before, after);
  return toStored(row);
}

export async function deleteMember(trx: Transaction, { accountId, id }: Member): Promise<void> {
  await trx.all(sql`DELETE FROM members WHERE account_id = ${accountId} AND id = ${id}`);
  await trx.all(sql`DELETE FROM member_emails WHERE account_id = ${accountId} AND member_id = ${id}`);
}

async function writeEmails(trx: Transaction, before: Member | undefined, after: Member): Promise<void> {
  const known = before ? emailKeys(before) : [];
  const wanted = emailKeys(after);
  const removed = withoutAll(known, wanted);
  const added = withoutAll(wanted, known);
  const { accountId, id } = after;
  if (removed.length > 0) {
    const isAll = removed.length === known.length;
    await trx.all(
      sql`DELETE FROM member_emails WHERE account_id = ${accountId} AND member_id = ${id}
           ${isAll ? NOTHING : sql`AND value_key IN ${list(removed)}`}`,
    );
  }
  if (added.length > 0) {
    const rows = added.map(value_key => ({ account_id: accountId, member_id: id, value_key }));
    await trx.all(sql`INSERT INTO member_emails (${EMAIL_COLUMNS.names}) VALUES ${EMAIL_COLUMNS.rows(rows)}`);
  }
}

function withoutAll(values: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Set(others);
  return values.filter(value => !left.has(value));
}

/** The last member with this userName, who was removed. */
export async function findFormer(
  trx: Transaction,
  accountId: string,
  userName: string,
): Promise<FormerMember | undefined> {
  const key = userNameKey(userName);
  const found = await findFormerMembers(trx, accountId, [key]);
  return found.get(key);
}

/**
 * The same for many.
 * @param keys folded userNames
 * @returns by them
 */
export async function findFormerMembers(
  trx: Transaction,
  accountId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, FormerMember>> {
  const byHash = new Map(keys.map(key => [formerKey(accountId, key), key]));
  const rows = await trx.all<TombstoneRow>(
    sql`SELECT ${TOMBSTONE_COLUMNS.names} FROM former_members
         WHERE account_id = ${accountId} AND name_key IN ${list([...byHash.keys()])}`,
  );
  return new Map(rows.map(row => [byHash.get(row.name_key) ?? row.name_key, toFormer(accountId, row)]));
}

/** Shows the next member with this userName who had it before. */
export async function addTombstone(trx: Transaction, member: Member): Promise<void> {
  const { accountId, id, attributes, managedBy, isProtected } = member;
  const externalId = attributes['externalId'];
  await removeTombstone(trx, member);
  const row = {
    account_id: accountId,
    name_key: formerKey(accountId, userNameKey(attributes.userName)),
    member_id: id,
    managed_by: managedBy,
    protected: Number(isProtected),
    external_id_key: typeof externalId === 'string' ? formerKey(accountId, externalId) : null,
  };
  await trx.all(
    sql`INSERT INTO former_members (${TOMBSTONE_COLUMNS.names}) VALUES ${TOMBSTONE_COLUMNS.row(row)}`,
  );
}

/** A former member is named once. */
export async function removeTombstone(trx: Transaction, { accountId, attributes }: Member): Promise<void> {
  const key = formerKey(accountId, userNameKey(attributes.userName));
  await trx.all(sql`DELETE FROM former_members WHERE account_id = ${accountId} AND name_key = ${key}`);
}

/** @param memberId without it the tombstones of all members of the account */
export async function removeTombstones(
  trx: Transaction,
  accountId: string,
  memberId?: string,
): Promise<void> {
  const ofMember = memberId === undefined ? NOTHING : sql`AND member_id = ${memberId}`;
  await trx.all(sql`DELETE FROM former_members WHERE account_id = ${accountId} ${ofMember}`);
}
