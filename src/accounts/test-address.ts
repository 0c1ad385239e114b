/** An address for the person that an identity provider creates and deletes when it tests its connection. */
import { createHash } from 'node:crypto';
import { emailOf, parseMember } from '../members/member.ts';
import type { Members } from '../members/members.ts';
import type { MemberQuery } from '../members/query.ts';
import type { Account } from './account.ts';

const TRIES = 3;
const SUFFIX_LENGTH = 4;
const FIRST_MEMBER: MemberQuery = {
  filter: undefined,
  sort: undefined,
  start: { kind: 'offset', offset: 0 },
  limit: 1,
};

/**
 * The same one again, until a member has it: it is pasted into a screen and stays there.
 * @param adminEmail of the IT admin, whose domain is taken when the account allows every domain
 * @returns an address in the account's domain that no member has; `undefined` while the domain is unknown
 */
export async function findTestAddress(
  { id, policies }: Pick<Account, 'id' | 'policies'>,
  members: Pick<Members, 'page'>,
  adminEmail?: string | null,
): Promise<string | undefined> {
  const domain =
    policies.allowedEmailDomains[0] ?? domainOf(adminEmail) ?? (await domainOfMembers(id, members));
  if (domain === undefined) return undefined;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const address = `scim-test-${suffixOf(id, attempt)}@${domain}`;
    const { members: holders } = await members.page(id, withUserName(address));
    if (holders.length === 0) return address;
  }
  return undefined;
}

/** Makes it unlikely that a person has the address. */
const suffixOf = (accountId: string, attempt: number): string =>
  createHash('sha256').update(`${accountId} ${attempt}`).digest('hex').slice(0, SUFFIX_LENGTH);

async function domainOfMembers(
  accountId: string,
  members: Pick<Members, 'page'>,
): Promise<string | undefined> {
  const [first] = (await members.page(accountId, FIRST_MEMBER)).members;
  return first && domainOf(emailOf(parseMember(first).attributes));
}

const domainOf = (email: string | null | undefined): string | undefined =>
  email?.includes('@') ? email.slice(email.lastIndexOf('@') + 1) : undefined;

const withUserName = (userName: string): MemberQuery => ({
  ...FIRST_MEMBER,
  filter: {
    kind: 'compare',
    field: { path: 'userName', kind: 'text', caseExact: false },
    operator: 'eq',
    value: userName,
  },
});
