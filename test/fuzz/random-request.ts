/** Random requests: mostly near misses of valid ones, some valid, some noise. */
import fc from 'fast-check';

export interface RandomRequest {
  readonly method: string;
  /** Below the base URL; `§` stands for the id of some member. */
  readonly path: string;
  readonly query: string;
  /** Sent as it is; `undefined` for none. */
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const NAMES = [
  ...'userName externalId id active emails email name displayName title meta schemas phoneNumbers addresses'.split(
    ' ',
  ),
  ...'roles groups password entitlements photos ims locale nickName x509Certificates __proto__ constructor'.split(
    ' ',
  ),
  'name.givenName',
  'emails.value',
  'emails[type eq "work"].value',
  'emails[primary eq true]',
  'meta.created',
  'urn:ietf:params:scim:schemas:core:2.0:User:userName',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
  'urn:example:unknown:2.0:User:thing',
];
const people = fc.integer({ min: 0, max: 9 }).map(index => `person-${index}@example.com`);
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
  people,
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    '',
    'true',
    'False',
    '\u0000',
    '\ud800',
    "'; DROP TABLE members; --",
    '%',
    '../..',
    '{{x}}',
  ),
);
const scalar = fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(null), fc.double());
const element = fc.dictionary(fc.constantFrom('value', 'type', 'primary', 'display', 'roles', 'x'), scalar, {
  maxKeys: 4,
});
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 3, arbitrary: fc.array(fc.oneof(element, scalar), { maxLength: 4 }) },
  { weight: 3, arbitrary: element },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);
const user = fc
  .tuple(fc.option(people, { freq: 6, nil: undefined }), fc.dictionary(name, value, { maxKeys: 5 }))
  .map(([userName, rest]) => (userName === undefined ? rest : { ...rest, userName }));
const operation = fc.record(
  {
    op: fc.oneof(fc.constantFrom('add', 'replace', 'remove', 'Replace', 'Add'), text),
    path: fc.oneof({ weight: 5, arbitrary: name }, { weight: 1, arbitrary: text }),
    value: fc.oneof(value, user),
  },
  { requiredKeys: [] },
);
const patch = fc.record({
  Operations: fc.oneof({ weight: 6, arbitrary: fc.array(operation, { maxLength: 4 }) }, value),
});
const bulk = fc.record({
  Operations: fc.array(
    fc.record(
      {
        method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'GET'),
        path: fc.constantFrom('/Users', '/Users/§', '/Users/bulkId:a', '/Groups', '%'),
        bulkId: fc.constantFrom('a', 'b'),
        data: fc.oneof(user, patch, value),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 4 },
  ),
  failOnErrors: fc.oneof(fc.integer(), value),
});
const search = fc.dictionary(
  fc.constantFrom('filter', 'sortBy', 'sortOrder', 'startIndex', 'count', 'cursor', 'attributes'),
  fc.oneof(scalar, name),
  { maxKeys: 4 },
);

const operand = fc
  .oneof(text, fc.constantFrom('"', '"a"', 'true', 'null', '12', '"2026-01-01T00:00:00Z"'))
  .map(literal => (literal.startsWith('"') ? literal : JSON.stringify(literal)));
const filterPart = fc.oneof(
  fc
    .tuple(name, fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr', 'xx'), operand)
    .map(parts => parts.join(' ')),
  fc.constantFrom('and', 'or', 'not', '(', ')', '[', ']', 'and', 'or'),
);
const filter = fc.array(filterPart, { maxLength: 7 }).map(parts => parts.join(' '));
const parameter = fc.oneof(
  filter.map(wanted => `filter=${encode(wanted)}`),
  fc
    .tuple(
      fc.constantFrom(
        'count',
        'startIndex',
        'cursor',
        'sortBy',
        'sortOrder',
        'attributes',
        'excludedAttributes',
        'zzz',
      ),
      fc.oneof(text, name, fc.integer().map(String)),
    )
    .map(([key, content]) => `${key}=${encode(content)}`),
  fc.constantFrom('%', '&&', 'filter', 'count=1e9', 'filter=%zz', 'cursor'),
);

const body = fc.oneof(
  { weight: 8, arbitrary: fc.oneof(user, patch).map(content => JSON.stringify(content)) },
  { weight: 3, arbitrary: fc.oneof(bulk, search).map(content => JSON.stringify(content)) },
  { weight: 1, arbitrary: fc.oneof(fc.string(), fc.constantFrom('', '{', '[]', 'null', '{"a":', '"x"')) },
);

/** Half a surrogate pair has no percent-encoding. */
const encode = (part: string): string => encodeURIComponent(part.toWellFormed());

const route = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('POST'), fc.constant('/Users')) },
  {
    weight: 14,
    arbitrary: fc.tuple(
      fc.constantFrom('GET', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'DELETE'),
      fc.constant('/Users/§'),
    ),
  },
  { weight: 5, arbitrary: fc.tuple(fc.constant('GET'), fc.constant('/Users')) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant('POST'), fc.constantFrom('/Bulk', '/Users/.search', '/.search')),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'),
      fc.oneof(
        fc.constantFrom(
          '',
          '/',
          '/Schemas',
          '/Schemas/x',
          '/ResourceTypes/User',
          '/Groups',
          '/Groups/1',
          '/Me',
          '/nope',
          '/Users/%zz',
          '//Users//',
          '/Users/§/x',
        ),
        fc.string({ maxLength: 10 }).map(segment => `/Users/${encode(segment)}`),
      ),
    ),
  },
);

const headers = fc.dictionary(
  fc.constantFrom('if-match', 'if-none-match', 'content-type', 'x-request-id', 'traceparent'),
  fc.constantFrom(
    'W/"1"',
    '*',
    '"2"',
    'application/json',
    'application/scim+json; charset=utf-8',
    'text/plain',
    'garbage, more',
  ),
  { maxKeys: 1 },
);

export const randomRequest: fc.Arbitrary<RandomRequest> = fc
  .tuple(route, fc.array(parameter, { maxLength: 3 }), body, headers)
  .map(([[method, path], parameters, content, extra]) => ({
    method,
    path,
    query: parameters.length > 0 ? `?${parameters.join('&')}` : '',
    body: ['POST', 'PUT', 'PATCH'].includes(method) ? content : undefined,
    headers: extra,
  }));
