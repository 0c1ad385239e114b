/** What a list of members asks for. */
import type { Request } from 'express';
import { RollcallError } from '../errors.ts';
import type { Field, MemberFilter, MemberQuery } from '../members/member-query.ts';
import { readLimit, readText } from './control-request.ts';
import { readAfterId } from './webhook-request.ts';

const TEXTS: readonly Field[] = [
  { path: 'userName', kind: 'text', caseExact: false },
  { path: 'email', kind: 'text', caseExact: false },
  { path: 'externalId', kind: 'text', caseExact: true },
];
const MANAGED_BY: Field = { path: 'managedBy', kind: 'text', caseExact: true };
const ACTIVE: Field = { path: 'active', kind: 'boolean', caseExact: true };

/** In the order in which the members were added. @throws RollcallError `badRequest` */
export function readMemberList(request: Request): MemberQuery {
  const after = readAfterId(request);
  const managedBy = readOneOf(request, 'managedBy', ['idp', 'app']);
  const active = readOneOf(request, 'active', ['true', 'false']);
  const terms = [
    ...TEXTS.map(field => equals(field, readText(request, field.path))),
    equals(MANAGED_BY, managedBy),
    equals(ACTIVE, active === undefined ? undefined : active === 'true'),
  ].filter(term => term !== undefined);
  return {
    filter: terms.length > 0 ? { kind: 'and', terms } : undefined,
    sort: undefined,
    start:
      after === undefined
        ? { kind: 'offset', offset: 0 }
        : { kind: 'after', key: { value: null, id: after } },
    limit: readLimit(request),
  };
}

const equals = (field: Field, value: string | boolean | undefined): MemberFilter | undefined =>
  value === undefined ? undefined : { kind: 'compare', field, operator: 'eq', value };

function readOneOf<const Value extends string>(
  request: Request,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = readText(request, name);
  const found = values.find(value => value === text);
  if (found !== undefined || text === undefined) return found;
  throw new RollcallError('badRequest', `"${name}" must be ${values.join(' or ')}.`);
}
