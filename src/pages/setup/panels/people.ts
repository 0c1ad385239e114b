/** Who is on the team: provisioned by the identity provider, or kept by the product alone. */
import { type MemberAttributes, parseMember } from '../../../members/member.ts';
import type { Members } from '../../../members/members.ts';
import type { MemberFilter, MemberQuery } from '../../../members/query.ts';

export interface People {
  readonly active: number;
  readonly inactive: number;
  /** Members that the identity provider has not sent, and the names of the first of them. */
  readonly notSent: number;
  readonly notSentNames: readonly string[];
}

const NAMES = 5;

const compare = (path: 'managedBy' | 'active', value: string | boolean): MemberFilter => ({
  kind: 'compare',
  field: { path, kind: typeof value === 'string' ? 'text' : 'boolean', caseExact: true },
  operator: 'eq',
  value,
});

const queryFor = (limit: number, ...terms: readonly MemberFilter[]): MemberQuery => ({
  filter: { kind: 'and', terms },
  sort: undefined,
  start: { kind: 'offset', offset: 0 },
  limit,
});

const SENT = compare('managedBy', 'idp');

export async function countPeople(members: Pick<Members, 'list'>, accountId: string): Promise<People> {
  const [active, inactive, notSent] = await Promise.all([
    members.list(accountId, queryFor(0, SENT, compare('active', true))),
    members.list(accountId, queryFor(0, SENT, compare('active', false))),
    members.list(accountId, queryFor(NAMES, compare('managedBy', 'app'), compare('active', true))),
  ]);
  return {
    active: active.total,
    inactive: inactive.total,
    notSent: notSent.total,
    notSentNames: notSent.members.map(stored => nameOf(parseMember(stored).attributes)),
  };
}

const nameOf = ({ displayName, userName }: MemberAttributes): string =>
  typeof displayName === 'string' ? displayName : String(userName);
