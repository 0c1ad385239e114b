/**
 * The service answers everyone on one thread, so nothing that one account may send keeps that thread for long. Each row
 * is the worst legal request of its kind, or the cheapest illegal one; most blocked the service for seconds before
 * runs of combining marks, numbers of names and lengths of texts were limited.
 */
import { LONGEST_BLOCK_MS, longestBlockOf } from '../support/longest-block.ts';
import type { RawRequest } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'suite');
let control: string;
/** A member with a thousand e-mail addresses. */
let crowded: string;
/** A member of 115 KiB, in long texts. */
let large: string;

const MIB = 1_048_576;
const MARKS = '\u0301\u0323'.repeat(4_095);
/** As many marks as are allowed, again and again. */
const MARKED = `a${'\u0301\u0323'.repeat(15)}`;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const patch = (...Operations: unknown[]): string => JSON.stringify({ Operations });
const terms = (count: number, term: (index: number) => string): string => times(count, term).join(' or ');
const filtered = (filter: string): string => `/Users?count=1&filter=${encodeURIComponent(filter)}`;

beforeAll(async () => {
  control = await service.serviceToken();
  const created = await client.create({ emails: times(1_000, index => ({ value: `e${index}@x.io` })) });
  crowded = created.path;
  const long = await client.create({
    emails: times(14, index => ({ value: `${index}@x.io`, display: 'a'.repeat(8_192) })),
  });
  large = long.path;
}, 120_000);

const scim = (method: string, target: string, body?: string, headers = {}): RawRequest => ({
  method,
  target,
  headers: { ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }), ...headers },
  ...(body === undefined ? {} : { body: Buffer.from(body) }),
});

interface Row {
  readonly what: string;
  readonly request: () => RawRequest;
  readonly statuses: readonly number[];
}

let made = 0;
const user = (attributes: object): string => {
  made += 1;
  return JSON.stringify({ userName: `cost-${made}@x.io`, ...attributes });
};

const BODIES: readonly Row[] = [
  {
    what: 'a POST of texts that are all combining marks',
    request: () =>
      scim('POST', '/Users', user({ displayName: MARKS, title: MARKS, photos: [{ value: MARKS }] })),
    statuses: [400],
  },
  {
    what: 'a POST of escaped combining marks',
    request: () =>
      scim('POST', '/Users', user({ displayName: 'X' }).replace('X', '\\u0301\\u0323'.repeat(4_000))),
    statuses: [400],
  },
  {
    what: 'a POST of 1 MiB of texts with as many marks as are allowed',
    request: () => scim('POST', '/Users', user({ note: MARKED.repeat(MIB / 64) })),
    statuses: [201, 413],
  },
  {
    what: 'a POST of a large member in letters that are not ASCII',
    request: () => scim('POST', '/Users', user({ photos: [{ value: 'é'.repeat(60_000) }] })),
    statuses: [201],
  },
  {
    what: 'a POST of a thousand addresses',
    request: () =>
      scim('POST', '/Users', user({ emails: times(1_000, index => ({ value: `${index}@y.io` })) })),
    statuses: [201],
  },
  {
    what: 'a POST of 90,000 names',
    request: () => scim('POST', '/Users', `{${times(90_000, index => `"k${index}":1`).join()}}`),
    statuses: [413],
  },
  {
    what: 'a POST of 500,000 list items',
    request: () => scim('POST', '/Users', `{"x":[${'0,'.repeat(500_000)}0]}`),
    statuses: [413],
  },
  {
    what: 'a POST of 300,000 lists',
    request: () => scim('POST', '/Users', `{"x":[${'[],'.repeat(300_000)}0]}`),
    statuses: [413],
  },
  {
    what: 'a PUT of a name of 1 MiB, in dots',
    request: () => scim('PUT', crowded, `{"userName":"x","${'.'.repeat(MIB - 100)}":1}`),
    statuses: [200, 400],
  },
];

const PATCHES: readonly Row[] = [
  {
    what: 'a PATCH whose filters look into long texts for long needles',
    request: () => {
      const needle = `${'a'.repeat(1_900)}b${'a'.repeat(1_900)}`;
      const path = `emails[${terms(2, index => `display co "${needle}${index}"`)}]`;
      return scim('PATCH', large, patch(...times(30, () => ({ op: 'remove', path }))));
    },
    statuses: [200, 400],
  },
  {
    what: 'a PATCH of 299 conditions on long texts',
    request: () => {
      const path = `emails[${terms(299, index => `display co "q${index % 90}"`)}]`;
      return scim('PATCH', large, patch(...times(100, () => ({ op: 'remove', path }))));
    },
    statuses: [200, 400],
  },
  {
    what: 'a PATCH of 299 orderings of long texts',
    request: () => {
      const path = `emails[${terms(299, index => `display gt "b${index % 90}"`)}]`;
      return scim('PATCH', large, patch(...times(50, () => ({ op: 'remove', path }))));
    },
    statuses: [200, 400],
  },
  {
    what: 'a PATCH of 999 operations that find one of a thousand values each',
    request: () =>
      scim(
        'PATCH',
        crowded,
        patch(
          ...times(999, index => ({
            op: 'replace',
            path: `emails[value eq "e${index}@x.io"].type`,
            value: 'w',
          })),
        ),
      ),
    statuses: [400],
  },
  {
    what: 'a PATCH that sets a sub-attribute of a thousand values 150 times',
    request: () =>
      scim(
        'PATCH',
        crowded,
        patch(...times(150, index => ({ op: 'replace', path: 'emails.display', value: `d${index}` }))),
      ),
    statuses: [200, 400],
  },
  {
    what: 'a PATCH that removes values without saying their value',
    request: () =>
      scim(
        'PATCH',
        crowded,
        patch(
          ...times(10, () => ({
            op: 'remove',
            path: 'emails',
            value: times(900, index => ({ type: `t${index}` })),
          })),
        ),
      ),
    statuses: [200, 400],
  },
  {
    what: 'a PATCH that adds to a list of a thousand 900 times',
    request: () =>
      scim(
        'PATCH',
        crowded,
        patch(...times(900, index => ({ op: 'add', path: 'emails', value: [{ value: `e${index}@x.io` }] }))),
      ),
    statuses: [200, 400],
  },
  {
    what: 'a PATCH whose paths are long',
    request: () =>
      scim(
        'PATCH',
        crowded,
        patch(
          ...times(120, index => ({
            op: 'remove',
            path: `emails[${terms(290, place => `value co "z${index}-${place}"`)}]`,
          })),
        ),
      ),
    statuses: [200, 400],
  },
  {
    what: 'a PATCH whose path holds combining marks',
    request: () =>
      scim('PATCH', crowded, patch({ op: 'remove', path: `emails[display eq "a${MARKS.slice(0, 8_000)}"]` })),
    statuses: [400],
  },
];

const QUERIES: readonly Row[] = [
  {
    what: 'a filter of combining marks',
    request: () => scim('GET', filtered(`userName eq "a${MARKS.slice(0, 6_000)}"`)),
    statuses: [400],
  },
  {
    what: 'a .search for combining marks',
    request: () =>
      scim('POST', '/.search', JSON.stringify({ filter: `userName eq "a${MARKS.slice(0, 8_000)}"` })),
    statuses: [400],
  },
  {
    what: 'a filter of 299 terms',
    request: () => scim('GET', filtered(terms(299, index => `displayName co "q${index}"`))),
    statuses: [200, 400],
  },
  {
    what: 'a .search that names 300,000 attributes',
    request: () => scim('POST', '/.search', JSON.stringify({ count: 1, attributes: 'a,'.repeat(300_000) })),
    statuses: [400],
  },
  {
    what: 'a projection on names of many dots',
    request: () => scim('POST', '/.search', JSON.stringify({ count: 1, attributes: '.'.repeat(900_000) })),
    statuses: [200, 400],
  },
  {
    what: 'an If-Match of thousands of tags',
    request: () => scim('GET', crowded, undefined, { 'if-match': 'W/"9",'.repeat(7_000) }),
    statuses: [412, 200],
  },
  {
    what: 'cookies of 50 KiB',
    request: () => scim('GET', '/Users?count=1', undefined, { cookie: 'a=b; '.repeat(10_000) }),
    statuses: [200],
  },
];

const BULKS: readonly Row[] = [
  {
    what: 'a bulk request whose operations all fail',
    request: () =>
      scim(
        'POST',
        '/Bulk',
        JSON.stringify({
          Operations: times(1_000, () => ({ method: 'PATCH', path: '/Users/x', data: { a: [1] } })),
        }),
      ),
    statuses: [200],
  },
  {
    what: 'a bulk request whose operations wait for each other',
    request: () =>
      scim(
        'POST',
        '/Bulk',
        JSON.stringify({
          Operations: times(300, index => ({
            method: 'POST',
            path: '/Users',
            bulkId: `${index}`,
            data: { title: `bulkId:${index + 1}`, nickName: 'bulkId:0' },
          })),
        }),
      ),
    statuses: [200],
  },
  {
    what: 'a bulk request with a version of 1 MiB',
    request: () =>
      scim(
        'POST',
        '/Bulk',
        JSON.stringify({
          Operations: [
            { method: 'DELETE', path: `/Users/${'0'.repeat(36)}`, version: 'W/"9",'.repeat(120_000) },
          ],
        }),
      ),
    statuses: [200],
  },
];

interface ControlRow {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body: () => string;
  readonly statuses: readonly number[];
  readonly type?: string;
}

const CONTROL: readonly ControlRow[] = [
  {
    what: 'an account whose name is combining marks',
    method: 'PUT',
    path: '/v1/accounts/marks',
    body: () => JSON.stringify({ name: MARKS, sso: { protocol: 'saml' } }),
    statuses: [400],
  },
  {
    what: 'an account of 20,000 names',
    method: 'PUT',
    path: '/v1/accounts/names',
    body: () => `{${times(5_000, index => `"k${index}":1`).join()}}`,
    statuses: [400, 413],
  },
  {
    what: 'a webhook endpoint whose description is combining marks',
    method: 'POST',
    path: '/v1/webhook-endpoints',
    body: () => JSON.stringify({ url: 'https://hooks.example.com/x', description: MARKS }),
    statuses: [400],
  },
  {
    what: 'a member whose names are combining marks',
    method: 'POST',
    path: '/v1/accounts/account-1/members',
    body: () => JSON.stringify({ userName: 'marks@x.io', displayName: MARKS }),
    statuses: [400],
  },
  {
    what: 'a member of large texts',
    method: 'POST',
    path: '/v1/accounts/account-1/members',
    body: () => JSON.stringify({ userName: 'v1@x.io', photos: [{ value: MARKED.repeat(1_000) }] }),
    statuses: [200, 201],
  },
  {
    what: 'an import of lines of combining marks',
    method: 'POST',
    path: '/v1/accounts/account-1/members/import',
    body: () => times(40, index => JSON.stringify({ userName: `i${index}@x.io`, title: MARKS })).join('\n'),
    statuses: [200],
    type: 'application/x-ndjson',
  },
];

describe('the longest block of the serving thread is short for', () => {
  const measured: string[] = [];
  // The real values are for people: the limit is generous, because the machines that test are busy.
  afterAll(() => process.stdout.write(`longest blocks in ms:\n${measured.join('\n')}\n`));

  const keepsWithin = async (what: string, prepare: () => () => Promise<unknown>): Promise<void> => {
    const block = await longestBlockOf(prepare);
    measured.push(`${block.toFixed(1).padStart(8)}  ${what}`);
    expect(block).toBeLessThan(LONGEST_BLOCK_MS);
  };

  test.each([...BODIES, ...PATCHES, ...QUERIES, ...BULKS])(
    '$what',
    async ({ what, request, statuses }) => {
      await keepsWithin(what, () => {
        const prepared = request();
        return async () => expect(statuses).toContain((await client.sendRaw(prepared)).status);
      });
    },
    60_000,
  );

  test.each(CONTROL)(
    '$what',
    async ({ what, method, path, body, statuses, type = 'application/json' }) => {
      await keepsWithin(what, () => {
        const init = {
          method,
          body: body(),
          headers: { authorization: `Bearer ${control}`, 'content-type': type },
        };
        return async () => {
          const answer = await fetch(service.url + path, init);
          await answer.arrayBuffer();
          expect(statuses).toContain(answer.status);
        };
      });
    },
    60_000,
  );
});
