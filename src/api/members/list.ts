/** What a list of members asks for. */
import type { Field, MemberFilter, MemberQuery } from '../../members/query.ts';
import { PAGE } from '../paging.ts';
import { choice, parameter, plainText, type QueryOf } from '../request/query.ts';

const text = parameter(
  plainText.refine(value => !value.includes('\0'), 'holds a NUL character, which no member has.'),
);

/** Members in the order in which they were added; every filter that is given must fit. */
export const MEMBER_LIST = {
  userName: text,
  email: text,
  externalId: text,
  managedBy: parameter(choice('idp', 'app')),
  active: parameter(choice('true', 'false')),
  ...PAGE,
};

type MemberList = QueryOf<typeof MEMBER_LIST>;

const FIELDS = {
  userName: { path: 'userName', kind: 'text', caseExact: false },
  email: { path: 'email', kind: 'text', caseExact: false },
  externalId: { path: 'externalId', kind: 'text', caseExact: true },
  managedBy: { path: 'managedBy', kind: 'text', caseExact: true },
  active: { path: 'active', kind: 'boolean', caseExact: true },
} as const satisfies Readonly<Record<string, Field>>;

export function memberQuery({ after, limit, active, ...texts }: MemberList): MemberQuery {
  const wanted = { ...texts, active: active === undefined ? undefined : active === 'true' };
  const terms = Object.entries(wanted).flatMap(
    ([name, value]): readonly MemberFilter[] =>
      value === undefined
        ? []
        : [{ kind: 'compare', field: FIELDS[name as keyof typeof wanted], operator: 'eq', value }], // Object.entries forgets the names
  );
  return {
    filter: terms.length > 0 ? { kind: 'and', terms } : undefined,
    sort: undefined,
    start:
      after === undefined
        ? { kind: 'offset', offset: 0 }
        : { kind: 'after', key: { value: null, id: after } },
    limit,
  };
}
