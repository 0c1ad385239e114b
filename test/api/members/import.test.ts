/** Importing members: a line for each, in batches, with every fault reported by its line. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { databaseKinds } from '../../support/database/databases.ts';
import type { Json } from '../../support/scim/scim-client.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { type MemberAccount, type MemberScene, startMemberScene, typesOf } from './member-scene.ts';

const LIMIT_MS = 20_000;

const linesFor = (from: number, to: number, also: Json = {}): string =>
  Array.from(
    { length: to - from + 1 },
    (_, index) => `${JSON.stringify({ email: `m-${from + index}@example.com`, ...also })}\n`,
  ).join('');

describe.each(databaseKinds())('importing members, on $name', kind => {
  let scene: MemberScene;
  let account: MemberAccount;
  let token: string;

  beforeAll(async () => {
    scene = await startMemberScene(kind);
    token = await scene.service.serviceToken(['members:write']);
  });

  afterAll(() => scene.close());

  beforeEach(async () => {
    account = await scene.open();
  });

  const send = (
    lines: string | Buffer<ArrayBuffer>,
    query = '',
    headers: Readonly<Record<string, string>> = {},
  ) =>
    fetch(`${scene.service.url}/v1${account.path}/import${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson', ...headers },
      body: lines,
    });

  const recordsOf = async (response: Response): Promise<readonly Json[]> => {
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(response.status).toBe(200);
    const lines = (await response.text()).trimEnd().split('\n');
    return lines.map(line => JSON.parse(line) as Json); // each line is an object
  };

  const imported = async (lines: string | Buffer<ArrayBuffer>, query = ''): Promise<readonly Json[]> =>
    recordsOf(await send(lines, query));

  const counts = (created: number, updated: number, unchanged: number, failed: number) => ({
    created,
    updated,
    unchanged,
    failed,
  });

  /** A request that is still being sent. */
  const open = (): { outgoing: ClientRequest; answered: Promise<IncomingMessage> } => {
    const { host, hostname, port } = new URL(scene.service.url);
    const outgoing = request({
      host: hostname,
      port,
      method: 'POST',
      path: `/v1${account.path}/import`,
      headers: { host, authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      agent: false,
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve);
      outgoing.once('error', reject);
    });
    return { outgoing, answered };
  };

  test('adds a member for each line, and tells how far it is', async () => {
    const records = await imported(linesFor(1, 450));
    expect(records).toEqual([
      { progress: { line: 200, ...counts(200, 0, 0, 0) } },
      { progress: { line: 400, ...counts(400, 0, 0, 0) } },
      { progress: { line: 450, ...counts(450, 0, 0, 0) } },
      { summary: counts(450, 0, 0, 0) },
    ]);
    const events = await account.published();
    expect(events).toHaveLength(450);
    expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index + 3));
    expect(events[449]?.data).toMatchObject({
      member: { userName: 'm-450@example.com', managedBy: 'app' },
      actor: { kind: 'app' },
      request: { method: 'POST', bulkIndex: null },
    });
    expect(await account.scim.get('/Users?count=0')).toMatchObject({ body: { totalResults: 450 } });
  });

  test('changes nothing when it is repeated, and only what differs when something does', async () => {
    await imported(linesFor(1, 30));
    expect((await imported(linesFor(1, 30))).at(-1)).toEqual({ summary: counts(0, 0, 30, 0) });
    const mixed = linesFor(1, 10, { title: 'Baker' }) + linesFor(11, 31);
    expect((await imported(mixed)).at(-1)).toEqual({ summary: counts(1, 10, 20, 0) });
    expect(typesOf(await account.published(30))).toEqual([
      ...Array.from({ length: 10 }, () => 'team_member.updated'),
      'team_member.provisioned',
    ]);
  });

  test('tells every fault by its line, and goes on with all the others', async () => {
    const lines = [
      '{"email":"a@example.com"}',
      '{"email":"b@example.com","roles":["owner"]}',
      'no JSON',
      '',
      '{"displayName":"Unnamed"}',
      '  ',
      '[]',
      '{"userName":"c","emails":[{"value":"x","type":7}]}',
      '{"userName":"d","title":"\\u0000"}',
      `{"userName":"e","title":"${'x'.repeat(9_000)}"}`,
      `{"userName":"f","title":"${'x'.repeat(300_000)}"}`,
      `{"userName":"g","photos":[${Array.from({ length: 3 }, (_, index) => `{"value":"https://x.io/${index}${'y'.repeat(60_000)}"}`).join()}]}`,
      '{"userName":"A@EXAMPLE.COM","title":"the same one"}\r',
      '{"email":"z@example.com"}',
    ];
    const records = await imported(Buffer.from(`\ufeff${lines.join('\n')}`));
    const faults = records.filter(record => 'error' in record);
    expect(faults.map(({ line }) => line)).toEqual([2, 3, 5, 7, 8, 9, 10, 11, 12]);
    expect(faults[0]?.['error']).toContain('"roles"');
    expect(faults[1]?.['error']).toContain('JSON');
    expect(faults[2]?.['error']).toContain('"userName"');
    for (const { error } of faults) expect(String(error)).not.toMatch(/body/i);
    expect(records.at(-1)).toEqual({ summary: counts(2, 1, 0, 9) });
    const { body } = await scene.control.send('GET', account.path);
    expect((body['data'] as Json[]).map(({ userName, title }) => [userName, title])).toEqual([
      ['a@example.com', 'the same one'],
      ['z@example.com', undefined],
    ]);
  });

  test('refuses bytes that are no UTF-8, in that line alone', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"userName":"a"}\n{"userName":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}\n{"userName":"日本"}'),
    ]);
    const records = await imported(bytes);
    expect(records).toMatchObject([
      { line: 2, error: expect.stringContaining('UTF-8') },
      {},
      { summary: counts(2, 0, 0, 1) },
    ]);
  });

  test('goes on from a line', async () => {
    expect(await imported(linesFor(1, 10), '?from_line=8')).toEqual([
      { progress: { line: 10, ...counts(3, 0, 0, 0) } },
      { summary: counts(3, 0, 0, 0) },
    ]);
    expect((await account.published())[0]?.data.member['userName']).toBe('m-8@example.com');
    for (const wrong of ['0', 'x', '-1', '1&from_line=2']) {
      expect((await send('', `?from_line=${wrong}`)).status).toBe(400);
    }
  });

  test('of nothing is nothing', async () => {
    expect(await imported('')).toEqual([{ summary: counts(0, 0, 0, 0) }]);
    expect(await imported('\n\n')).toEqual([{ summary: counts(0, 0, 0, 0) }]);
  });

  test('needs lines of JSON, and says so', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const refused = await send('{}', '', { 'content-type': type });
      expect(refused.status).toBe(415);
      expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('application/x-ndjson') });
    }
    expect((await send('', '', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  test('finds the identity provider’s own people, and leaves them with it', async () => {
    const { id } = await account.scim.create({ userName: 'm-1@example.com' });
    expect((await imported(linesFor(1, 2, { title: 'x' }))).at(-1)).toEqual({
      summary: counts(1, 1, 0, 0),
    });
    const { body } = await scene.control.send('GET', `${account.path}/${id}`);
    expect(body).toMatchObject({ managedBy: 'idp', title: 'x' });
  });

  test('tells of a batch while the rest is still being sent, and lets others in between', async () => {
    const { outgoing, answered } = open();
    outgoing.write(linesFor(1, 300));
    const incoming = await answered;
    const lines = createInterface({ input: incoming })[Symbol.asyncIterator]();
    expect(JSON.parse(String((await lines.next()).value))).toMatchObject({ progress: { line: 200 } });
    await account.scim.create({ userName: 'in-between' });
    outgoing.end(linesFor(301, 350));
    const rest: Json[] = [];
    for await (const line of { [Symbol.asyncIterator]: () => lines }) rest.push(JSON.parse(line) as Json); // each line is an object
    expect(rest.at(-1)).toEqual({ summary: counts(350, 0, 0, 0) });
  });

  test('of a client that goes away stops, keeps whole batches, and can be repeated', async () => {
    const { outgoing, answered } = open();
    outgoing.write(linesFor(1, 450));
    const incoming = await answered;
    incoming.on('error', () => undefined);
    await waitUntil('all whole batches', LIMIT_MS, async () => (await account.published()).length === 440);
    outgoing.on('error', () => undefined);
    outgoing.destroy();
    await waitUntil('the end of the request', LIMIT_MS, () =>
      scene.service.logText().includes('"unfinished":true'),
    );
    expect(await account.published()).toHaveLength(440);
    expect((await imported(linesFor(1, 450))).at(-1)).toEqual({ summary: counts(10, 0, 440, 0) });
    expect(scene.service.logText()).not.toContain('"level":"error"');
  });
});
