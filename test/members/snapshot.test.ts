/** `GET /v1/accounts/{id}/snapshot`: the members as of one event, beside identity providers that go on writing. */

import { FeedReader } from '../events/feed/feed-reader.ts';
import { attributesOf, foldEvents } from '../events/member-state.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { type Json, metaOf, ScimClient } from '../support/scim/scim-client.ts';
import {
  type CloudEvent,
  startTestService,
  type TestAccount,
  type TestService,
} from '../support/test-service.ts';

/** More than the service reads from its database at a time, so that a snapshot takes several reads. */
const MEMBERS = 230;
const WRITERS = 4;
const SNAPSHOTS = 8;
const LIMIT_MS = 60_000;

interface Snapshot {
  readonly account: string;
  readonly asOfSequence: string;
  readonly cursor: string;
  readonly members: readonly Json[];
}

describe.each(databaseKinds())('a snapshot, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let account: TestAccount;
  let scim: ScimClient;
  let control: HttpConnection;
  const open: { close(): void }[] = [];

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
    account = await service.addAccount({ id: 'acme' });
    scim = new ScimClient(account);
    const users = Array.from({ length: MEMBERS }, (_, index) => ({ userName: `seed-${index}@example.com` }));
    const Operations = users.map((data, index) => ({
      method: 'POST',
      path: '/Users',
      bulkId: String(index),
      data,
    }));
    expect((await scim.post('/Bulk', { Operations })).status).toBe(200);
    control = connect(await service.serviceToken());
  });

  afterAll(async () => {
    for (const each of open) each.close();
    await service.stop();
    await database.drop();
  });

  function connect(serviceToken: string): HttpConnection {
    const connection = new HttpConnection(`${service.url}/v1`, serviceToken);
    open.push(connection);
    return connection;
  }

  async function snapshotOf(accountId: string): Promise<Snapshot> {
    const answer = await control.send('GET', `/accounts/${accountId}/snapshot`);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    return answer.body as unknown as Snapshot; // its parts are compared below
  }

  test(
    'taken beside writers, it is what the events up to asOfSequence add up to, and its cursor misses nothing after',
    async () => {
      let isOver = false;
      // Before any write: in lists that are read one after another a member has several places.
      const { body } = await new ScimClient(account).get('/Users?count=1000');
      const ids = (body['Resources'] as Json[]).map(({ id }) => String(id)); // a ListResponse
      const shareOf = (writer: number) => ids.filter((_, index) => index % WRITERS === writer);
      const writing = Promise.all(
        Array.from({ length: WRITERS }, (_, nth) => write(nth, shareOf(nth), () => isOver)),
      );
      const snapshots: Snapshot[] = [];
      try {
        // Each after a write, or the test would show nothing.
        while (snapshots.length < SNAPSHOTS) {
          const next = await snapshotOf('acme');
          if (next.asOfSequence !== snapshots.at(-1)?.asOfSequence) snapshots.push(next);
        }
      } finally {
        isOver = true;
        await writing;
      }
      const events = await service.events('acme');
      const final = await readMembers(account);
      for (const { asOfSequence, cursor, members } of snapshots) {
        const until = events.filter(({ sequence }) => sequence <= asOfSequence);
        expect(until.at(-1)?.sequence).toBe(asOfSequence);
        expect(byId(members)).toEqual(membersIn(until));

        const later = (await readAfter(cursor)).filter(({ sequence }) => sequence > asOfSequence);
        expect(later.map(({ id }) => id)).toEqual(events.slice(until.length).map(({ id }) => id));
        const asEvents = members.map(member => ({ subject: member['id'], data: { member } }) as CloudEvent); // what foldEvents looks at
        const foundAnew = foldEvents([...asEvents, ...later.filter(({ type }) => type.startsWith('team_'))]);
        expect(Object.fromEntries(foundAnew)).toEqual(final);
      }
    },
    LIMIT_MS,
  );

  /** Creates, changes and deletes, all over the account. */
  async function write(writer: number, own: string[], isOver: () => boolean): Promise<void> {
    const connection = new HttpConnection(account.baseUrl, account.token);
    open.push(connection);
    for (let round = 0; !isOver(); round += 1) {
      const userName = `new-${writer}-${round}@example.com`;
      const created = await connection.send('POST', '/Users', { body: { userName } });
      expect(created.status).toBe(201);
      own.push(String(created.body['id']));
      const [eldest, touched] = [own.shift(), own[(round * 31) % own.length]];
      expect((await connection.send('DELETE', `/Users/${eldest}`)).status).toBe(204);
      const Operations = [
        { op: 'replace', value: { title: `Title ${round}`, active: round % 3 > 0 } },
        { op: 'replace', path: 'name.givenName', value: `Äda ${round}` },
      ];
      expect((await connection.send('PATCH', `/Users/${touched}`, { body: { Operations } })).status).toBe(
        200,
      );
    }
  }

  async function readAfter(cursor: string): Promise<readonly CloudEvent[]> {
    const reader = new FeedReader(service.url, await service.serviceToken());
    const events: CloudEvent[] = [];
    for (let after = cursor, more = true; more; ) {
      const page = await reader.page({ account: 'acme', limit: 1000, after });
      events.push(...page.data);
      [after, more] = [page.next, page.has_more];
    }
    reader.close();
    return events;
  }

  test('shows every member exactly as the events do, each on a line of its own', async () => {
    const { accountId, ...rest } = await service.addAccount({ id: 'shapes' });
    const client = new ScimClient({ accountId, ...rest });
    await client.create({
      name: { givenName: 'Ann\nB' },
      title: 'Größe 😀',
      emails: [{ value: 'a@example.com' }],
    });
    await client.create({ active: false, roles: [{ value: 'admin' }] });
    const answer = await control.send('GET', `/accounts/${accountId}/snapshot`);
    const events = await service.memberEvents(accountId);
    const published = events.map(({ data }) => data.member);
    expect(answer.body['members']).toEqual(published);
    const [head, ...lines] = answer.text.split('\n');
    expect(head).toMatch(/^\{"account":"shapes","asOfSequence":"\d{20}","cursor":"v1\.[\w-]+","members":\[$/);
    expect(lines).toEqual([`${JSON.stringify(published[0])},`, JSON.stringify(published[1]), ']}', '']);
  });

  test('of an account without members is empty, and begins at its last event', async () => {
    await service.addAccount({ id: 'empty' });
    const events = await service.events('empty');
    const snapshot = await snapshotOf('empty');
    expect(snapshot).toEqual({
      account: 'empty',
      asOfSequence: events.at(-1)?.sequence,
      cursor: expect.stringMatching(/^v1\./),
      members: [],
    });
  });

  test('needs one of the scopes members:read and events:read', async () => {
    for (const scope of ['members:read', 'events:read', '*']) {
      const allowed = connect(await service.serviceToken([scope]));
      expect((await allowed.send('GET', '/accounts/acme/snapshot')).status).toBe(200);
    }
    const refused = connect(await service.serviceToken(['accounts:read', 'log:read']));
    expect(await refused.send('GET', '/accounts/acme/snapshot')).toMatchObject({
      status: 403,
      body: { code: 'forbidden', detail: expect.stringContaining('members:read') },
    });
  });

  test('of another account than the token reaches is 404, alike for one that does not exist', async () => {
    await service.addAccount({ id: 'other' });
    const limited = connect(await service.serviceToken(['events:read'], ['acme']));
    expect((await limited.send('GET', '/accounts/acme/snapshot')).status).toBe(200);
    const answers = [];
    for (const id of ['other', 'unknown', 'ACME', '%00', 'a'.repeat(500)]) {
      answers.push(await limited.send('GET', `/accounts/${id}/snapshot`));
    }
    answers.push(await control.send('GET', '/accounts/unknown/snapshot'));
    const [first, ...others] = answers;
    expect(first).toMatchObject({ status: 404, body: { code: 'notFound' } });
    for (const { status, text } of others)
      expect({ status, text }).toEqual({ status: 404, text: first?.text });
  });

  test('is read with GET; HEAD says what it would be, and no token is 401', async () => {
    const head = await control.send('HEAD', '/accounts/acme/snapshot');
    expect(head).toMatchObject({ status: 200, text: '' });
    expect((await control.send('HEAD', '/accounts/unknown/snapshot')).status).toBe(404);
    const posted = await control.send('POST', '/accounts/acme/snapshot');
    expect(posted).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    for (const token of ['', account.token]) {
      expect((await connect(token).send('GET', '/accounts/acme/snapshot')).status).toBe(401);
    }
  });
});

/** Members by id, as their last events have them. */
function membersIn(events: readonly CloudEvent[]): Json {
  const members = new Map<string, Json>();
  for (const { type, subject, data } of events) {
    if (type === 'team_member.deleted') members.delete(subject);
    else if (type.startsWith('team_member.')) members.set(subject, data.member);
  }
  return Object.fromEntries(members);
}

const byId = (members: readonly Json[]): Json =>
  Object.fromEntries(members.map(member => [String(member['id']), member]));

async function readMembers({ baseUrl, token }: TestAccount): Promise<Json> {
  const connection = new HttpConnection(baseUrl, token);
  const users: Json[] = [];
  for (let total = 1; users.length < total; ) {
    const page = await connection.send('GET', `/Users?count=1000&startIndex=${users.length + 1}`);
    users.push(...(page.body['Resources'] as Json[])); // a ListResponse
    total = Number(page.body['totalResults']);
  }
  connection.close();
  const version = (user: Json): number => Number(/\d+/.exec(String(metaOf(user)['version']))?.[0]);
  return Object.fromEntries(
    users.map(user => [String(user['id']), { attributes: attributesOf(user), version: version(user) }]),
  );
}
