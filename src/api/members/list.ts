/** What a list of members asks for. */
import { RollcallError } from '../../errors.ts';
import type { Field, MemberFilter, MemberQuery } from '../../members/query.ts';
import { foreignPosition } from '../list-place.ts';
import { isId } from '../webhooks/request.ts';

const TEXTS: readonly Field[] = [
  { path: 'userName', kind: 'text', caseExact: false },
  { path: 'email', kind: 'text', caseExact: false },
  { path: 'externalId', kind: 'text', caseExact: true },
];
const MANAGED_BY: Field = { path: 'managedBy', kind: 'text', caseExact: true };
const ACTIVE: Field = { path: 'active', kind: 'boolean', caseExact: true };

/** The parameter of this name; `undefined` when it was not given. */
type Read = (name: string) => string | undefined;

/**
 * Members in the order in which they were added; every filter that is given must fit.
 * @param read `userName`, `email`, `externalId`, `managedBy`, `active`, and `after`, an id
 * @throws RollcallError `badRequest`
 */
export function parseMemberList(read: Read, limit: number): MemberQuery {
  const after = read('after');
  if (after !== undefined && !isId(after)) throw foreignPosition();
  const active = parseOneOf(read, 'active', ['true', 'false']);
  const terms = [
    ...TEXTS.map(field => equals(field, parseText(read, field.path))),
    equals(MANAGED_BY, parseOneOf(read, 'managedBy', ['idp', 'app'])),
    equals(ACTIVE, active === undefined ? undefined : active === 'true'),
  ].filter(term => term !== undefined);
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

const equals = (field: Field, value: string | boolean | undefined): MemberFilter | undefined =>
  value === undefined ? undefined : { kind: 'compare', field, operator: 'eq', value };

function parseText(read: Read, name: string): string | undefined {
  const text = read(name);
  if (!text?.includes('\0')) return text;
  throw new RollcallError('badRequest', `"${name}" holds a NUL character, which no member has.`);
}

function parseOneOf<const Value extends string>(
  read: Read,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = read(name);
  const found = values.find(value => value === text);
  if (found !== undefined || text === undefined) return found;
  throw new RollcallError('badRequest', `"${name}" must be ${values.join(' or ')}.`);
}
