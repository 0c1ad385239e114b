/**
 * Members of 115 KiB, forty of them: whatever lists, sorts, shows or replaces them does it in pieces, and no bulk
 * request writes them again without end.
 */
import { LONGEST_BLOCK_MS, longestBlockOf } from '../support/longest-block.ts';
import type { Json } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const MEMBERS = 40;
const MIB = 1_048_576;
/** What a bulk request may write, in characters of members. */
const LARGEST_BULK_CHANGE = 4 * MIB;

const service = useTestService();
const client = useScimClient(service, 'suite');
let control: string;
let large: string;

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Fourteen long texts. */
const texts = (): Json[] =>
  times(14, index => ({ value: `${index}@x.io`, display: 'a'.repeat(8_192), type: 'work' }));

beforeAll(async () => {
  control = await service.serviceToken();
  for (let index = 0; index < MEMBERS; index += 1) {
    const { path } = await client.create({ title: `${index % 7}`, emails: texts() });
    large = path;
  }
}, 240_000);

interface Row {
  readonly what: string;
  readonly act: () => Promise<number>;
  readonly status: number;
}

async function ofControl(path: string, method = 'GET', body?: string): Promise<number> {
  const answer = await fetch(service.url + path, {
    method,
    headers: { authorization: `Bearer ${control}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  // Taken in pieces: the reader shares the thread with the service, and must not be what is measured.
  for await (const _ of answer.body ?? []);
  return answer.status;
}

async function ofScim(path: string, method = 'GET', body?: string): Promise<number> {
  const answer = await fetch(client.account.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${client.account.token}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body }),
  });
  for await (const _ of answer.body ?? []);
  return answer.status;
}

const ROWS: readonly Row[] = [
  {
    what: 'a list sorted by an attribute without an index',
    act: () => ofScim('/Users?sortBy=title&count=1000'),
    status: 200,
  },
  {
    what: 'a list sorted by the values of an attribute that has many',
    act: () => ofScim('/Users?sortBy=emails.display&sortOrder=descending&count=1'),
    status: 200,
  },
  { what: 'a list of whole large members', act: () => ofScim('/Users?count=1000'), status: 200 },
  {
    what: 'a list of large members with a projection',
    act: () => ofScim('/Users?count=1000&attributes=emails.display,userName'),
    status: 200,
  },
  {
    what: 'a list of large members with what is left out',
    act: () => ofScim('/Users?count=1000&excludedAttributes=emails.value'),
    status: 200,
  },
  {
    what: 'a PUT of a large member',
    act: () =>
      ofScim(
        large,
        'PUT',
        JSON.stringify({ userName: 'put@x.io', title: 'other', emails: texts().reverse() }),
      ),
    status: 200,
  },
  {
    what: 'a list of large members in the control API',
    act: () => ofControl('/v1/accounts/account-1/members?limit=1000'),
    status: 200,
  },
  {
    what: 'a list of events of large members',
    act: () => ofControl('/v1/events?limit=1000'),
    status: 200,
  },
  {
    what: 'a snapshot of large members',
    act: () => ofControl('/v1/accounts/account-1/snapshot'),
    status: 200,
  },
  {
    what: 'a body of the control API that is nested too deep',
    act: () =>
      ofControl(
        '/v1/accounts/account-1/members',
        'POST',
        `{"userName":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
      ),
    status: 400,
  },
];

describe('the longest block of the serving thread is short for', () => {
  const measured: string[] = [];
  afterAll(() => process.stdout.write(`longest blocks in ms:\n${measured.join('\n')}\n`));

  test.each(ROWS)(
    '$what',
    async ({ what, act, status }) => {
      const block = await longestBlockOf(() => async () => expect(await act()).toBe(status));
      measured.push(`${block.toFixed(1).padStart(8)}  ${what}`);
      expect(block).toBeLessThan(LONGEST_BLOCK_MS);
    },
    60_000,
  );
});

test('a bulk request that has written 4 MiB of members gets 413 for the rest, and what was done stays done', async () => {
  const Operations = times(60, index => ({
    method: 'PATCH',
    path: large,
    data: { Operations: [{ op: 'replace', path: 'displayName', value: `name-${index}` }] },
  }));
  const { status, body } = await client.post('/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations,
  });
  expect(status).toBe(200);
  const statuses = (body['Operations'] as Json[]).map(operation => Number(operation['status'])); // RFC 7644 §3.7
  const done = statuses.indexOf(413);
  const size = JSON.stringify(await client.read(large)).length;
  expect(statuses).toEqual(times(60, index => (index < done ? 200 : 413)));
  expect(Math.abs(done - LARGEST_BULK_CHANGE / size)).toBeLessThanOrEqual(2);
  expect(await client.read(large)).toMatchObject({ displayName: `name-${done - 1}` });
}, 120_000);

describe('a query of the control API with a long run of combining marks is refused', () => {
  const run = encodeURIComponent(`a${'\u0301'.repeat(31)}`);
  const allowed = encodeURIComponent(`a${'\u0301'.repeat(30)}`);

  test.each([
    '/v1/accounts/account-1/provisioning-log?text=',
    '/v1/accounts/account-1/members?userName=',
    '/v1/accounts/account-1/members?email=',
    '/v1/accounts/account-1/members?externalId=',
  ])('in %s, beyond thirty', async address => {
    expect([await ofControl(address + run), await ofControl(address + allowed)]).toEqual([400, 200]);
  });
});

test('a sort by a name with a long run of combining marks is refused', async () => {
  expect(await ofScim(`/Users?sortBy=${encodeURIComponent(`title${'\u0301'.repeat(40)}`)}`)).toBe(400);
});

describe('a number where a text belongs', () => {
  const externalIdOf = async (digits: string): Promise<unknown> => {
    const body = `{"userName":"number-${digits}@x.io","externalId":${digits}}`;
    const answer = await client.sendRaw({
      method: 'POST',
      target: '/Users',
      headers: { 'content-type': 'application/scim+json' },
      body: Buffer.from(body),
    });
    return answer.status === 201 ? (answer.body as Json)['externalId'] : answer.status; // a User
  };

  test.each(['9007199254740993', '12345678901234567890', '1e400'])(
    'is refused when it would lose digits: %s',
    async digits => {
      expect(await externalIdOf(digits)).toBe(400);
    },
  );

  test('is kept as it was written when all digits survive', async () => {
    expect(await externalIdOf('9007199254740991')).toBe('9007199254740991');
  });
});
