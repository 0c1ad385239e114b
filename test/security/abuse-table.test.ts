/** The rows of the abuse table in docs/threat-model.md: each is tried, and comes to nothing. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import jwt from 'jsonwebtoken';
import { ControlClient } from '../support/control-client.ts';
import { readAllTables } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { CORE_USER, type Json, resourcesOf, ScimClient } from '../support/scim/scim-client.ts';
import { SetupVisitor } from '../support/setup-visitor.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const SIGNING_SECRET = 'a-signing-key-for-tests-of-32-bytes!';
const ROWS = new Set<string>();

/** A test that stands for a row of the table. */
function row(abuse: string, attempt: () => Promise<void>, timeoutMs?: number): void {
  ROWS.add(abuse);
  test(abuse, attempt, timeoutMs);
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

describe.each(databaseKinds())('on $name', ({ create }) => {
  let database: FreshDatabase;
  let service: TestService;
  let ours: ScimClient;
  let theirs: ScimClient;
  let control: ControlClient;

  beforeAll(async () => {
    database = await create();
    service = await startTestService({ databaseUrl: database.url });
    ours = new ScimClient(await service.addAccount({ id: 'ours' }));
    theirs = new ScimClient(await service.addAccount({ id: 'theirs' }));
    control = new ControlClient(service.url, await service.serviceToken());
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const scimStatus = async (token: string): Promise<number> =>
    (await fetch(`${service.url}/scim/v2/Users`, { headers: { authorization: `Bearer ${token}` } })).status;

  row('token confusion', async () => {
    const serviceToken = await service.serviceToken();
    expect(await scimStatus(serviceToken)).toBe(401);
    expect((await new ControlClient(service.url, ours.account.token).send('GET', '/events')).status).toBe(
      401,
    );
    const claims = jwt.decode(ours.account.token, { json: true });
    if (!claims) throw new Error('a token is a JWT');
    const forge = (change: object, options: jwt.SignOptions): string =>
      jwt.sign({ ...claims, ...change }, SIGNING_SECRET, { keyid: 'test', ...options });
    // The very claims of a live token are accepted, so the refusals below are about what was changed.
    expect(await scimStatus(forge({}, { algorithm: 'HS256' }))).toBe(200);
    const forged = [
      forge({ sub: 'theirs' }, { algorithm: 'HS256' }),
      forge({ aud: 'rollcall:control' }, { algorithm: 'HS256' }),
      forge({ iss: 'another' }, { algorithm: 'HS256' }),
      forge({ jti: '00000000-0000-7000-8000-000000000000' }, { algorithm: 'HS256' }),
      forge({}, { algorithm: 'HS384' }),
      forge({}, { algorithm: 'HS256', keyid: 'other' }),
      jwt.sign(claims, '', { algorithm: 'none' }),
      ours.account.token.replace(/\.[^.]*$/, '.'),
    ];
    for (const token of forged) expect(await scimStatus(token)).toBe(401);
  });

  row('self-tests as a way in, or as a load', async () => {
    await ours.create({ userName: 'ann@example.com' });
    const before = await service.events('ours');
    const limited = new ControlClient(service.url, await service.serviceToken(['accounts:read'], ['ours']));
    expect((await limited.send('POST', '/accounts/theirs/self-test')).status).toBe(404);
    const answers = [];
    for (let run = 0; run < 8; run += 1) answers.push(await limited.send('POST', '/accounts/ours/self-test'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    for (const { text } of answers) expect(text).not.toMatch(/ann@example|eyJ/);
    expect(await service.events('ours')).toEqual(before);
  });

  /** The browser of an admin who has opened a link of the account. */
  async function openedSetup(): Promise<{ readonly visitor: SetupVisitor; readonly url: string }> {
    const link = await control.expect(201, 'POST', '/accounts/ours/setup-links');
    const url = String(link['url']);
    const visitor = new SetupVisitor(service.url);
    expect((await visitor.open(url)).status).toBe(303);
    return { visitor, url };
  }

  row('a setup link in other hands', async () => {
    const { visitor, url } = await openedSetup();
    const stranger = new SetupVisitor(service.url);
    expect((await stranger.get(url)).status).toBe(403);
    expect((await stranger.open(url)).status).toBe(403);
    expect((await stranger.get('/setup')).status).toBe(401);
    expect(await (await visitor.get('/setup')).text()).toContain('Another browser tried to open your link');
    expect(JSON.stringify([...(await readAllTables(service.database))])).not.toContain(url.slice(-43));
    expect(service.logText()).not.toContain(url.slice(-43));
  });

  row('a console session in other hands', async () => {
    const { tokenId, token } = await service.connections.serviceTokens.issue(
      { scopes: ['accounts:read'], accounts: ['ours'] },
      'console',
      null,
    );
    const visitor = new SetupVisitor(service.url);
    expect((await visitor.submit('/console/sign-in', { token })).status).toBe(303);
    expect((await visitor.get('/console/accounts/ours')).status).toBe(200);
    expect((await visitor.get('/console/accounts/theirs')).status).toBe(404);
    expect((await visitor.get('/console/accounts/ours/members')).status).toBe(403);
    expect((await visitor.get('/v1/accounts/ours')).status).toBe(401);
    await service.connections.serviceTokens.revoke(tokenId);
    expect((await visitor.get('/console/accounts/ours')).status).toBe(303);
  });

  row('a forged form', async () => {
    const { visitor } = await openedSetup();
    const before = await service.accounts.listTokens('ours');
    const form = { issued: String(before.length) };
    for (const from of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example.com' }, {}]) {
      expect((await visitor.submitFrom(from, '/setup/token', form)).status).toBe(403);
    }
    expect(await service.accounts.listTokens('ours')).toHaveLength(before.length);
    expect((await visitor.submit('/setup/token', form)).status).toBe(200);
    expect(await service.accounts.listTokens('ours')).toHaveLength(before.length + 1);
  });

  row('a page in the frame of another site', async () => {
    const { visitor } = await openedSetup();
    const { headers } = await visitor.get('/setup');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  row('made-up text on a page', async () => {
    await ours.create({ userName: '<script>alert(1)</script>"><img src=x onerror=alert(1)>@example.com' });
    const { visitor } = await openedSetup();
    const answer = await visitor.get('/setup');
    const page = await answer.text();
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page).not.toMatch(/<img|<script>|onerror=alert\(1\)>/);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  row("another account's cursor", async () => {
    for (const client of [ours, theirs]) for (let index = 0; index < 3; index += 1) await client.create();
    const page = await theirs.get('/Users?count=1&cursor=');
    const cursor = String(page.body['nextCursor']);
    expect((await theirs.get(`/Users?count=1&cursor=${cursor}`)).status).toBe(200);
    expect(await ours.get(`/Users?count=1&cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { scimType: 'invalidCursor' },
    });
    const limited = new ControlClient(service.url, await service.serviceToken(['events:read'], ['ours']));
    expect((await limited.send('GET', '/events?account=theirs')).status).toBe(403);
    const events = await limited.expect(200, 'GET', '/events?limit=1000');
    const accounts = (events['data'] as { partitionkey: string }[]).map(({ partitionkey }) => partitionkey);
    expect(new Set(accounts)).toEqual(new Set(['ours']));
  });

  row('probing another account with If-Match', async () => {
    const { path } = await theirs.create();
    const answers = [];
    for (const version of ['W/"1"', 'W/"2"', '*', 'W/"x"']) {
      for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
        const body =
          method === 'DELETE' ? undefined : { schemas: [CORE_USER], userName: 'probe@example.com' };
        const answer = await ours.send(method, path, method === 'PATCH' ? PATCH_NOTHING : body, {
          'If-Match': version,
        });
        answers.push(answer.status);
      }
    }
    expect(new Set(answers)).toEqual(new Set([404]));
    expect((await theirs.get(path)).status).toBe(200);
  });

  row('header smuggling', async () => {
    const created = `smuggled-${service.url.length}@example.com`;
    const hidden = JSON.stringify({ schemas: [CORE_USER], userName: created });
    const inner = [
      'POST /scim/v2/Users HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${ours.account.token}`,
      'Content-Type: application/scim+json',
      `Content-Length: ${hidden.length}`,
      '',
      hidden,
    ].join('\r\n');
    for (const headers of [
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      ['Content-Length: 5', 'Content-Length: 0'],
      ['Transfer-Encoding: chunked, identity', 'Content-Length: 0'],
      ['Transfer-Encoding : chunked'],
    ]) {
      const head = ['POST /scim/v2/Users HTTP/1.1', 'Host: localhost', ...headers, '', ''].join('\r\n');
      const answer = await speak(service.url, `${head}0\r\n\r\n${inner}`);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect(await ours.find(`userName eq "${created}"`)).toEqual([]);
    // A client that merely claims an address is not believed.
    const { token } = await service.accounts.issueToken('ours', 'inside', null, {
      allowedAddresses: ['10.0.0.0/8'],
    });
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
      const response = await fetch(`${service.url}/scim/v2/Users`, {
        headers: {
          authorization: `Bearer ${token}`,
          [header]: header === 'forwarded' ? 'for=10.1.1.1' : '10.1.1.1',
        },
      });
      expect(response.status).toBe(403);
    }
  });

  row('JSON bombs', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const wide = `{"schemas":["${CORE_USER}"],"userName":"wide@example.com",${Array.from({ length: 50_000 }, (_, index) => `"k${index}":1`).join()}}`;
    for (const body of [deep, `{"emails":${deep}}`, `"${'a'.repeat(2_000_000)}"`]) {
      expect([400, 413]).toContain((await ours.post('/Users', body)).status);
    }
    expect((await ours.post('/Users', wide)).status).toBeLessThan(500);
    for (const body of [deep, `{"url":${deep}}`]) {
      expect([400, 413]).toContain((await control.send('POST', '/webhook-endpoints', body)).status);
    }
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  });

  row('prototype pollution', async () => {
    const poison = '{"__proto__":{"active":false,"polluted":1},"constructor":{"prototype":{"polluted":1}}';
    await ours.post('/Users', `${poison},"schemas":["${CORE_USER}"],"userName":"proto@example.com"}`);
    const { path } = await ours.create();
    for (const target of [
      '__proto__.polluted',
      'constructor.prototype.polluted',
      'name.__proto__.polluted',
    ]) {
      await ours.patch(path, { op: 'add', path: target, value: 1 });
    }
    await ours.patch(path, { op: 'add', value: JSON.parse(`${poison}}`) });
    await control.send('PUT', '/accounts/proto', `${poison}}`);
    expect(Object.prototype).not.toHaveProperty('polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const user = await ours.read(path);
    expect(user['active']).toBe(true);
    expect(JSON.stringify(user)).not.toContain('polluted');
  });

  row('log injection', async () => {
    const forged = 'x\r\n{"level":"error","message":"forged"}\u2028\u001b[31m';
    await ours.post('/Users', { schemas: [CORE_USER], userName: `${forged}@example.com`, title: forged });
    await ours.get(`/Users?filter=${encodeURIComponent(`userName eq "${forged}"`)}`);
    await fetch(`${service.url}/scim/v2/${encodeURIComponent(forged)}`, {
      headers: {
        authorization: `Bearer ${ours.account.token}`,
        'x-request-id': 'evil "id"',
        'user-agent': 'forged-agent',
      },
    });
    const lines = service.logText().trim().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('message');
    expect(service.logText()).not.toContain('forged');
  });

  row('reaching into the network by a webhook', async () => {
    for (const url of [
      'http://127.0.0.1:8080/',
      'https://127.0.0.1/',
      'https://localhost/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/',
      'http://example.com/',
      'https://user:pass@example.com/',
      'file:///etc/passwd',
    ]) {
      const answer = await control.send('POST', '/webhook-endpoints', { url });
      expect({ url, status: answer.status }).toEqual({ url, status: 400 });
    }
  });

  row('timing of uniqueness across accounts', async () => {
    for (let index = 0; index < 40; index += 1)
      await theirs.create({ userName: `known-${index}@example.com` });
    const took: Record<'taken' | 'free', number[]> = { taken: [], free: [] };
    for (let index = 0; index < 40; index += 1) {
      for (const [kind, userName] of [
        ['taken', `known-${index}@example.com`],
        ['free', `fresh-${index}@example.com`],
      ] as const) {
        const startedAt = performance.now();
        const answer = await ours.post('/Users', { schemas: [CORE_USER], userName });
        took[kind].push(performance.now() - startedAt);
        expect(answer.status).toBe(201);
      }
    }
    // A name that is taken elsewhere costs what a free one costs: the same statements run for both.
    expect(median(took.taken) / median(took.free)).toBeLessThan(2);
    expect(median(took.free) / median(took.taken)).toBeLessThan(2);
  });

  row('unknown and broken tokens by the thousand', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const token = index % 2 === 0 ? `nonsense-${index}` : `${ours.account.token.slice(0, -4)}AAAA`;
        const response = await fetch(`${service.url}/scim/v2/Users`, {
          headers: { authorization: `Bearer ${token}` },
        });
        return { status: response.status, text: await response.text() };
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await ours.get('/Users?count=1')).status).toBe(200);
  });

  row('roles through SCIM', async () => {
    const { path } = await ours.create({ roles: [{ value: 'owner' }], entitlements: [{ value: 'all' }] });
    await ours.patch(path, { op: 'add', path: 'roles', value: [{ value: 'owner' }] });
    expect(JSON.stringify(await ours.read(path))).not.toContain('owner');
    expect(JSON.stringify(await service.events('ours'))).not.toContain('owner');
    const answer = await control.send('POST', '/accounts/ours/members', {
      email: 'role@example.com',
      roles: [{ value: 'owner' }],
    });
    expect(answer.status).toBe(400);
  });

  row('a second recipient inside an address', async () => {
    const emails = ['a@x.io,b@x.io', 'a@x.io\r\nBcc: b@x.io', 'b@x.io <a@x.io>', 'a@b@x.io', 'a\u202e@x.io'];
    for (const value of emails) {
      const created = await ours.post('/Users', { userName: 'bcc', emails: [{ value }] });
      expect(created).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
      await ours.delete((await ours.create({ userName: value.replaceAll(/[\r\n\u202e]/g, '') })).path);
    }
    const events = await service.memberEvents('ours');
    for (const { data } of events) expect(data.member['email'] ?? '').not.toMatch(/[\s,;<>]|@.*@/);
  });

  row('an id or a name given to another person', async () => {
    const owner = { userName: 'owner@example.com', externalId: 'x-1' };
    const { id, path } = await ours.create(owner);
    await ours.put(path, { ...owner, active: false });
    await ours.put(path, { userName: 'intruder@example.com', externalId: 'x-2', active: true });
    expect((await service.memberEvents('ours')).at(-1)?.data.identity).toEqual({
      previousExternalId: 'x-1',
      externalId: 'x-2',
      samePerson: false,
    });
    await ours.delete(path);
    await ours.create({ userName: 'intruder@example.com', externalId: 'x-3' });
    expect((await service.memberEvents('ours')).at(-1)?.data).toMatchObject({
      formerId: id,
      former: { sameExternalId: false },
    });
  });

  row("claims of a stranger in an account's log", async () => {
    const claims = { iss: 'rollcall', aud: 'rollcall:scim', sub: 'ours', jti: 'x' };
    const forged = jwt.sign(claims, 'a secret of a stranger', { keyid: 'test' });
    const path = '/accounts/ours/connection';
    const health = async () => (await control.expect(200, 'GET', path))['health'] as Json; // as openapi.yaml says
    await ours.get('/Users?count=1');
    const before = await health();
    for (let attempt = 0; attempt < 30; attempt += 1) expect(await scimStatus(forged)).toBe(401);
    const { data } = await control.expect(200, 'GET', '/accounts/ours/provisioning-log?limit=1000');
    const unproven = (data as Json[]).filter(entry => entry['unproven'] === true);
    expect(unproven.length).toBeGreaterThan(0);
    expect(unproven.length).toBeLessThanOrEqual(20);
    const after = await health();
    expect(after).toEqual({ ...before, lastUnproven: after['lastUnproven'] });
    expect(after['lastUnproven']).not.toBeNull();
  });

  row('one account crowding out the others', async () => {
    const limited = await startTestService({
      databaseUrl: database.url.startsWith('sqlite') ? undefined : database.url,
      environment: { RATE_LIMIT: 'on', RATE_LIMIT_PER_SECOND: '5', RATE_LIMIT_BURST: '10' },
    } as Parameters<typeof startTestService>[0]); // an absent option is an undefined one
    try {
      const greedy = new ScimClient(await limited.addAccount({ id: 'greedy' }));
      const calm = new ScimClient(await limited.addAccount({ id: 'calm' }));
      const answers = await Promise.all(Array.from({ length: 60 }, () => greedy.get('/Users?count=1')));
      expect(answers.some(({ status }) => status === 429)).toBe(true);
      expect((await calm.get('/Users?count=1')).status).toBe(200);
    } finally {
      await limited.stop();
    }
  });

  row('much work in few requests', async () => {
    const limited = await startTestService({
      databaseUrl: database.url.startsWith('sqlite') ? undefined : database.url,
      environment: { RATE_LIMIT: 'on', RATE_LIMIT_PER_SECOND: '1', RATE_LIMIT_BURST: '10' },
    } as Parameters<typeof startTestService>[0]); // an absent option is an undefined one
    try {
      const greedy = new ScimClient(await limited.addAccount({ id: 'greedy-worker' }));
      const calm = new ScimClient(await limited.addAccount({ id: 'calm-worker' }));
      const large = { schemas: [CORE_USER], nonsense: 'x'.repeat(1_000_000) };
      expect((await greedy.post('/Users', large)).status).toBe(400);
      expect((await greedy.get('/Users?count=1')).status).toBe(429);
      expect((await calm.get('/Users?count=1')).status).toBe(200);
    } finally {
      await limited.stop();
    }
  });

  row('searches that look at every member', async () => {
    const filter = Array.from({ length: 20 }, (_, index) => `emails.display co "nothing-${index}"`).join(
      ' or ',
    );
    const search = `/Users?sortBy=title&filter=${encodeURIComponent(filter)}`;
    const searches = Array.from({ length: 24 }, () => theirs.get(search));
    for (let index = 0; index < 10; index += 1) {
      expect((await ours.get('/Users?count=1')).status).toBe(200);
    }
    // Each has its turn, and is answered or ended; none fails.
    for (const { status } of await Promise.all(searches)) expect([200, 400, 429]).toContain(status);
  });

  row('slow connections by the hundred', async () => {
    const { hostname, port } = new URL(service.url);
    const slow = Array.from({ length: 200 }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write('POST /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
      return socket;
    });
    try {
      expect(resourcesOf(await ours.get('/Users?count=1'))).toHaveLength(1);
    } finally {
      for (const socket of slow) socket.destroy();
    }
  });

  row(
    'answers that are never read',
    async () => {
      const limited = await startTestService({
        databaseUrl: database.url.startsWith('sqlite') ? undefined : database.url,
      } as Parameters<typeof startTestService>[0]); // an absent option is an undefined one
      const { hostname, port } = new URL(limited.url);
      const unread: Socket[] = [];
      try {
        const greedy = new ScimClient(await limited.addAccount({ id: 'unread' }));
        const calm = new ScimClient(await limited.addAccount({ id: 'reading' }));
        const emails = Array.from({ length: 250 }, (_, index) => ({
          value: `${'x'.repeat(360)}${index}@example.com`,
        }));
        for (let index = 0; index < 45; index += 1) await greedy.create({ emails });
        for (let index = 0; index < 30; index += 1) {
          const socket = connect(Number(port), hostname).pause();
          socket.on('error', () => undefined);
          socket.write(
            `GET /scim/v2/Users?count=1000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${greedy.account.token}\r\n\r\n`,
          );
          unread.push(socket);
        }
        await waitUntil('a refusal', 60_000, async () => (await greedy.get('/Users?count=1')).status === 429);
        expect((await calm.get('/Users?count=1')).status).toBe(200);
        for (const socket of unread) socket.destroy();
        await waitUntil('room', 60_000, async () => (await greedy.get('/Users?count=1')).status === 200);
      } finally {
        for (const socket of unread) socket.destroy();
        await limited.stop();
      }
    },
    180_000,
  );
});

test('every row of the abuse table is tried', () => {
  const [, table = ''] = readFileSync(new URL('../../docs/threat-model.md', import.meta.url), 'utf8').split(
    '\n## Abuse, and what stops it\n',
  );
  const [section = ''] = table.split('\n## ');
  const named = section
    .split('\n')
    .filter(line => line.startsWith('| ') && !/^\| (-|abuse )/.test(line))
    .map(line => line.split('|')[1]?.trim());
  expect([...ROWS].sort()).toEqual(named.sort());
});

const PATCH_NOTHING = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', path: 'title', value: 'x' }],
};

/** Sends raw bytes and collects what comes back until the server closes, or for a second. */
function speak(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise(resolve => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}
