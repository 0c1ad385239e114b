/** An address for the person that an identity provider creates and deletes when it tests its connection. */
import { emailOf, parseMember } from '../members/member.ts';
import type { Members } from '../members/members.ts';
import type { MemberQuery } from '../members/query.ts';
import type { Account } from './account.ts';

const TRIES = 3;
const FIRST_MEMBER: MemberQuery = {
  filter: undefined,
  sort: undefined,
  start: { kind: 'offset', offset: 0 },
  limit: 1,
};

/**
 * @param newId of which the beginning makes the address unlikely to be taken
 * @returns an address in the account's domain that no member has; `undefined` while the domain is unknown
 */
export async function findTestAddress(
  { id, policies }: Pick<Account, 'id' | 'policies'>,
  members: Pick<Members, 'page'>,
  newId: () => string,
): Promise<string | undefined> {
  const domain = policies.allowedEmailDomains[0] ?? (await domainOfMembers(id, members));
  if (domain === undefined) return undefined;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const address = `scim-test-${newId().slice(-4)}@${domain}`;
    const { members: holders } = await members.page(id, withUserName(address));
    if (holders.length === 0) return address;
  }
  return undefined;
}

async function domainOfMembers(
  accountId: string,
  members: Pick<Members, 'page'>,
): Promise<string | undefined> {
  const [first] = (await members.page(accountId, FIRST_MEMBER)).members;
  const email = first && emailOf(parseMember(first).attributes);
  return email?.slice(email.lastIndexOf('@') + 1);
}

const withUserName = (userName: string): MemberQuery => ({
  ...FIRST_MEMBER,
  filter: {
    kind: 'compare',
    field: { path: 'userName', kind: 'text', caseExact: false },
    operator: 'eq',
    value: userName,
  },
});
