/**
 * RFC 7644 §3.10: every declared attribute, by every way in which clients address it. Whatever is answered with 2xx is
 * there afterwards, in the resource and in the event; nothing that is sent to a declared attribute is dropped.
 */
import {
  CORE_USER,
  ENTERPRISE_USER,
  type Json,
  PATCH_OP,
  resourcesOf,
  ScimClient,
} from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';
import { type DeclaredAttribute, declaredAttributes } from './declared-attributes.ts';

const PATIENT_MS = 300_000;
const isOnPostgres = process.env['TEST_ON'] === 'postgres';

const service = useTestService();
/** Of an account of its own for each test: its events are read as often as there are tests. */
const client = useScimClient(service, 'test');
let attributes: readonly DeclaredAttribute[];
let sent = 0;

beforeAll(async () => {
  const schemas = await new ScimClient(await service.addAccount()).get('/Schemas');
  const declared = declaredAttributes(resourcesOf(schemas));
  attributes = declared.filter(({ readOnly }) => !readOnly);
  expect(attributes.length).toBeGreaterThan(40);
});

/** Another value each time, so that every write is a change. */
function nextValue({ path, type, sample }: DeclaredAttribute): string | boolean {
  sent += 1;
  if (type === 'boolean') return sent % 2 === 0;
  if (path === 'userName' || path === 'emails.value') return `sample-${sent}@example.com`;
  return String(sample).startsWith('https:') ? `https://x.io/${sent}` : `Sample ${sent}`;
}

const nameOf = ({ path }: DeclaredAttribute): string => path.replace(`${ENTERPRISE_USER}:`, '');
const urnOf = ({ path }: DeclaredAttribute): string =>
  path.startsWith(ENTERPRISE_USER) ? ENTERPRISE_USER : CORE_USER;
const otherUrnOf = (attribute: DeclaredAttribute): string =>
  urnOf(attribute) === CORE_USER ? ENTERPRISE_USER : CORE_USER;

/** The ways to write the attribute as one name: a PATCH path, or a key. */
function spellings(attribute: DeclaredAttribute): readonly string[] {
  const [name, urn] = [nameOf(attribute), urnOf(attribute)];
  const [first = '', sub] = name.split('.');
  const filtered = `${first}[type eq "other"].${String(sub)}`;
  return [
    name,
    name.toUpperCase(),
    ` ${name} `,
    `${urn}:${name}`,
    `${urn}.${name}`,
    `${urn.toUpperCase()}:${name.toLowerCase()}`,
    `${otherUrnOf(attribute)}:${name}`,
    ...(sub === 'value' ? [] : [`${name}.value`]),
    ...(attribute.inList && sub !== 'type'
      ? [filtered, `${urn}:${filtered}`, `${urn}.${filtered}`, filtered.toUpperCase().replace('EQ', 'Eq')]
      : []),
  ];
}

/** The ways to put the attribute into an object: under each of its names, nested, and below a URN. */
function shapes(attribute: DeclaredAttribute, value: unknown): readonly Json[] {
  const name = nameOf(attribute);
  const [first = '', sub] = name.split('.');
  const element = sub === undefined ? value : { [sub]: value };
  const shouted = sub === undefined ? value : { [sub.toUpperCase()]: value };
  const nested = { [first]: attribute.inList ? [element] : element };
  const [urn, otherUrn] = [urnOf(attribute), otherUrnOf(attribute)];
  return [
    ...spellings(attribute).map(spelling => ({ [spelling]: value })),
    nested,
    { [first.toUpperCase()]: shouted },
    { [first]: [element] },
    ...(sub === undefined
      ? []
      : [{ [first]: { [name]: value } }, { [first]: { [`${urn}:${name}`]: value } }]),
    { [urn]: nested },
    { [otherUrn]: nested },
    { [urn]: { [`${urn}:${name}`]: value } },
    { [urn]: { [`${otherUrn}.${name}`]: value } },
    ...(sub === 'value' ? [{ [first]: value }, { [first]: [value] }] : []),
  ];
}

/** The ways to write a single value. */
const boxes = (value: unknown): readonly unknown[] => [
  value,
  [value],
  { value },
  [{ $ref: null, value }],
  [{ Value: value, type: 'work', primary: true, display: null }],
];

/** A member that already has a home for each sub-attribute of a list. */
const withLists = (): Json =>
  Object.fromEntries(
    [...new Set(attributes.filter(({ inList }) => inList).map(({ path }) => path.split('.')[0] ?? ''))].map(
      name => [
        name,
        [
          {
            type: 'other',
            ...(name === 'addresses' ? { locality: 'Bern' } : { value: 'first@example.com' }),
          },
        ],
      ],
    ),
  );

/** All the values that stand at the attribute, in every element of a list. */
function valuesIn(resource: unknown, { steps }: DeclaredAttribute): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (found, step) => found.flatMap(value => (value as Json | undefined)?.[step] ?? []), // SCIM resources are JSON
    [resource],
  );
}

interface Write {
  readonly attribute: DeclaredAttribute;
  /** What must be there; `undefined`: nothing may be. */
  readonly value: string | boolean | undefined;
  readonly sent: unknown;
  readonly status: number;
  readonly user: Json;
}

/** Writes that were not answered with 2xx, or whose value is not in the resource and in the newest event about it. */
async function lostAmong(writes: readonly Write[]): Promise<readonly unknown[]> {
  const key = (subject: unknown, version: unknown): string => `${String(subject)} ${String(version)}`;
  const published = new Map(
    (await service.memberEvents(client.account.accountId)).map(({ subject, data }) => [
      key(subject, `W/"${String(data.member['version'])}"`),
      data.member,
    ]),
  );
  return writes.flatMap(({ attribute, value, sent: request, status, user }) => {
    const event = published.get(key(user['id'], (user['meta'] as Json | undefined)?.['version'])); // of a User, if it is one
    const [shown, announced] = [valuesIn(user, attribute), valuesIn(event, attribute)];
    const isRight =
      value === undefined
        ? shown.length === 0 && announced.length === 0
        : shown.includes(value) && announced.includes(value);
    return status < 300 && event && isRight ? [] : [{ path: attribute.path, request, status, user, event }];
  });
}

interface Operation {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly data: Json;
  readonly attribute: DeclaredAttribute;
  readonly value: string | boolean | undefined;
}

async function one({ method, path, data, attribute, value }: Operation): Promise<Write> {
  const { status, body } = await client.send(method, path, data);
  return { attribute, value, sent: data, status, user: body };
}

/** The same operations in one bulk request; asked for attributes, it answers the resources. */
async function inBulk(operations: readonly Operation[]): Promise<readonly Write[]> {
  const { body } = await client.post('/Bulk', {
    Operations: operations.map(({ method, path, data }, index) => ({
      method,
      path: `${path}?excludedAttributes=none`,
      data,
      ...(method === 'POST' ? { bulkId: String(index) } : {}),
    })),
  });
  const results = body['Operations'] as readonly Json[]; // RFC 7644 §3.7
  return operations.map(({ data, attribute, value }, index) => ({
    attribute,
    value,
    sent: data,
    status: Number(results[index]?.['status']),
    user: (results[index]?.['response'] ?? {}) as Json, // a User, or an Error
  }));
}

function bodyWith({ path }: DeclaredAttribute, shape: Json): Json {
  sent += 1;
  return path === 'userName' ? shape : { userName: `written-${sent}@example.com`, ...shape };
}

const patchWith = (operation: Json): Json => ({ schemas: [PATCH_OP], Operations: [operation] });

/** In turn, so that each attribute and each way of writing meets both, in half the time. */
const verbOf = (attribute: DeclaredAttribute, index: number): string =>
  (attributes.indexOf(attribute) + index) % 2 === 0 ? 'add' : 'replace';

/** One write of every shape in turn. */
function inEveryShape(
  attribute: DeclaredAttribute,
  write: (shape: Json, index: number) => Pick<Operation, 'method' | 'path' | 'data'>,
): readonly Operation[] {
  return shapes(attribute, undefined).map((_shape, index) => {
    const value = nextValue(attribute);
    return { ...write(shapes(attribute, value)[index] ?? {}, index), attribute, value };
  });
}

/**
 * One attribute of each kind: what a request of its own does differently from a bulk request is the same for all, and
 * so is what PostgreSQL does with what was read.
 */
const EACH_KIND = new Set(['active', 'name.givenName', 'emails.value', 'department', 'manager.value']);

/** Each on its own, or all of an attribute in one bulk request. */
async function writeAll(
  operationsOf: (attribute: DeclaredAttribute, path: string) => readonly Operation[],
  isBulk: boolean,
): Promise<readonly Write[]> {
  const writes: Write[] = [];
  const written =
    isBulk && !isOnPostgres ? attributes : attributes.filter(attribute => EACH_KIND.has(nameOf(attribute)));
  for (const attribute of written) {
    const { path } = await client.create(withLists());
    const operations = operationsOf(attribute, path);
    if (isBulk) writes.push(...(await inBulk(operations)));
    else for (const operation of operations) writes.push(await one(operation));
  }
  expect(writes.length).toBeGreaterThan(written.length * 5);
  return writes;
}

describe.each([
  ['on its own', false],
  ['in a bulk request', true],
])('what is sent %s is there afterwards', (_how, isBulk) => {
  test.each(['POST', 'PUT'] as const)(
    'by %s, in every shape of the body',
    async method => {
      const writes = await writeAll(
        (attribute, path) =>
          inEveryShape(attribute, shape => ({
            method,
            path: method === 'POST' ? '/Users' : path,
            data: bodyWith(attribute, shape),
          })),
        isBulk,
      );
      expect(await lostAmong(writes)).toEqual([]);
    },
    PATIENT_MS,
  );

  test(
    'by PATCH without a path, in every shape of the value',
    async () => {
      const writes = await writeAll(
        (attribute, path) =>
          inEveryShape(attribute, (value, index) => ({
            method: 'PATCH',
            path,
            data: patchWith({ op: verbOf(attribute, index), value }),
          })),
        isBulk,
      );
      expect(await lostAmong(writes)).toEqual([]);
    },
    PATIENT_MS,
  );

  test(
    'by PATCH at every spelling of the path, boxed or not',
    async () => {
      const writes = await writeAll(
        (attribute, target) =>
          spellings(attribute).flatMap((path, index) => {
            // Every box at the name itself, and one of them at each other spelling.
            const forms = index === 0 ? boxes('').keys() : [index % boxes('').length];
            return [...forms].map(form => {
              const value = nextValue(attribute);
              const op = verbOf(attribute, index + form);
              const data = patchWith({ op, path, value: boxes(value)[form] });
              return { method: 'PATCH' as const, path: target, data, attribute, value };
            });
          }),
        isBulk,
      );
      expect(await lostAmong(writes)).toEqual([]);
    },
    PATIENT_MS,
  );

  test(
    'and what is removed at any spelling of the path is gone',
    async () => {
      const writes = await writeAll(
        (attribute, target) =>
          attribute.required
            ? []
            : spellings(attribute).flatMap(path => {
                const value = nextValue(attribute);
                const write = { method: 'PATCH' as const, path: target, attribute };
                return [
                  { ...write, value, data: patchWith({ op: 'replace', path, value }) },
                  {
                    ...write,
                    // Not active is inactive.
                    value: attribute.path === 'active' ? false : undefined,
                    data: patchWith({ op: 'remove', path }),
                  },
                ];
              }),
        isBulk,
      );
      expect(await lostAmong(writes)).toEqual([]);
    },
    PATIENT_MS,
  );
});
