/** Webhook endpoints in the control API: made, shown, listed, changed and removed; and who may do it. */
import { ControlClient } from '../../support/control-client.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import type { Json } from '../../support/scim/scim-client.ts';
import { startWebhookService, type WebhookService } from './webhook-service.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const NOT_FOUND = '01a1ffb7-0000-7000-8000-000000000000';
const HOOKS = '/webhook-endpoints';
/** Never called: what is tested here is what the API says. */
const URL_OF_APP = 'https://app.example.com/hooks';

const idsOf = (page: Json): readonly unknown[] => (page['data'] as Json[]).map(({ id }) => id); // a page of the API

describe.each(databaseKinds())('webhook endpoints on $name', kind => {
  let hooks: WebhookService;
  beforeAll(async () => {
    hooks = await startWebhookService(kind);
    for (const id of ['acme', 'birch']) await hooks.service.addAccount({ id });
  });
  afterAll(() => hooks.close());

  const add = (body: Json = {}): Promise<Json> =>
    hooks.control.expect(201, 'POST', HOOKS, { url: URL_OF_APP, ...body });
  const show = (endpoint: Json): Promise<Json> =>
    hooks.control.expect(200, 'GET', `${HOOKS}/${String(endpoint['id'])}`);

  test('an endpoint has defaults for all but its address, and its secret is shown once', async () => {
    const answer = await hooks.control.send('POST', HOOKS, { url: URL_OF_APP });
    const { secret, ...shown } = answer.body;
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`${hooks.service.url}/v1${HOOKS}/${String(shown['id'])}`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toEqual({
      id: expect.stringMatching(UUID),
      url: URL_OF_APP,
      description: null,
      types: ['team_member.*', 'connection.*'],
      accounts: null,
      signature: 'v1',
      batch: { max: 1 },
      maxInFlight: 8,
      timeoutMs: 15_000,
      headers: [],
      status: 'active',
      disabledReason: null,
      consecutiveFailures: 0,
      failingSince: null,
      nextProbeAt: null,
      secrets: [
        {
          id: expect.stringMatching(UUID),
          scheme: 'v1',
          publicKey: null,
          createdAt: expect.stringMatching(INSTANT),
          expiresAt: null,
        },
      ],
      createdAt: expect.stringMatching(INSTANT),
      updatedAt: expect.stringMatching(INSTANT),
    });
    expect(await show(shown)).toEqual(shown);
    const listed = await hooks.control.send('GET', HOOKS);
    expect(listed.body['data']).toContainEqual(shown);
    expect(listed.text).not.toContain(String(secret));
  });

  test('an endpoint is made with everything that was asked', async () => {
    const wanted = {
      url: 'https://app.example.com:8443/hooks?tenant=all',
      description: 'The main app, “blue”',
      types: ['team_member.provisioned', 'connection.*'],
      accounts: ['acme', 'not-there-yet'],
      batch: { max: 100 },
      maxInFlight: 64,
      timeoutMs: 1_000,
    };
    expect(await add({ ...wanted, start: 'beginning' })).toMatchObject(wanted);
  });

  test('an endpoint with ed25519 shows its public key, and no secret', async () => {
    const { secret, publicKey, ...shown } = await add({ signature: 'v1a' });
    expect(secret).toBeUndefined();
    expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toMatchObject({ signature: 'v1a', secrets: [{ scheme: 'v1a', publicKey }] });
    expect(await show(shown)).toEqual(shown);
  });

  test('the names of custom headers are shown, and their values never', async () => {
    const headers = { 'X-Api-Key': 'hush-hush', authorization: 'Basic aHVzaA==' };
    const made = await add({ headers });
    const changed = await hooks.control.send('PATCH', `${HOOKS}/${String(made['id'])}`, {
      headers: { 'x-other': 'quiet' },
    });
    expect(made['headers']).toEqual(['x-api-key', 'authorization']);
    expect(changed.body['headers']).toEqual(['x-other']);
    const texts = [JSON.stringify(made), changed.text, (await hooks.control.send('GET', HOOKS)).text];
    expect(texts.join()).not.toMatch(/hush|aHVzaA|quiet/);
    expect(hooks.service.logText()).not.toMatch(/hush|aHVzaA|quiet/);
  });

  test('a change keeps what it does not name, and null takes back', async () => {
    const made = await add({ description: 'first', accounts: ['acme'], batch: { max: 5 } });
    const { secret: _secret, updatedAt: _updatedAt, ...shown } = made;
    const path = `${HOOKS}/${String(made['id'])}`;
    const changed = await hooks.control.expect(200, 'PATCH', path, {
      url: 'https://app.example.com/new',
      maxInFlight: 2,
    });
    expect(changed).toMatchObject({ ...shown, url: 'https://app.example.com/new', maxInFlight: 2 });
    expect(await show(made)).toEqual(changed);
    const emptied = await hooks.control.expect(200, 'PATCH', path, { description: null, accounts: null });
    expect(emptied).toMatchObject({ description: null, accounts: null, maxInFlight: 2, batch: { max: 5 } });
    expect(await hooks.control.expect(200, 'PATCH', path, {})).toMatchObject({ maxInFlight: 2 });
  });

  test('a removed endpoint is gone', async () => {
    const made = await add();
    const path = `${HOOKS}/${String(made['id'])}`;
    const removed = await hooks.control.send('DELETE', path);
    expect(removed).toMatchObject({ status: 204, text: '' });
    await hooks.control.expect(404, 'GET', path);
    await hooks.control.expect(404, 'DELETE', path);
  });

  test('the list has the newest first, and is read in pages', async () => {
    const made = [];
    for (let number = 0; number < 3; number += 1) made.unshift(await add());
    const wanted = made.map(({ id }) => id);
    const first = await hooks.control.expect(200, 'GET', `${HOOKS}?limit=2`);
    expect({ ...first, data: idsOf(first) }).toEqual({
      data: wanted.slice(0, 2),
      next: wanted[1],
      has_more: true,
    });
    const second = await hooks.control.expect(200, 'GET', `${HOOKS}?limit=1&after=${String(first['next'])}`);
    expect(idsOf(second)).toEqual(wanted.slice(2));
    const whole = await hooks.control.expect(200, 'GET', `${HOOKS}?limit=1000`);
    expect(whole).toMatchObject({ next: null, has_more: false });
    expect(idsOf(whole).slice(0, 3)).toEqual(wanted);
    await hooks.control.expect(400, 'GET', `${HOOKS}?after=nonsense`);
    await hooks.control.expect(400, 'GET', `${HOOKS}?limit=0`);
  });

  describe('a body is refused in words', () => {
    test.each<[Json, string]>([
      [{}, '"url" is missing.'],
      [{ url: 7 }, '"url" must be a text of 1 to 2048 characters.'],
      [{ url: `https://app.example.com/${'x'.repeat(2_048)}` }, '"url" must be a text of 1 to 2048'],
      [{ url: 'app.example.com' }, '"url": It is no address such as https://'],
      [{ url: 'ftp://app.example.com' }, 'must begin with https://'],
      [{ url: 'https://10.0.0.1/hooks' }, 'WEBHOOK_ALLOW_CIDRS'],
      [{ url: 'https://ann:hush@app.example.com/' }, 'must not hold a user or a password'],
      [{ uri: URL_OF_APP }, '"uri" is not a field of this request; the fields are url, description, types,'],
      [{ url: URL_OF_APP, description: 'a\u0000b' }, '"description" must not hold line breaks or other'],
      [{ url: URL_OF_APP, description: 'a\ud800b' }, '"description" must not hold'],
      [{ url: URL_OF_APP, types: 'team_member.*' }, '"types" must be a list of 1 to 100 values.'],
      [{ url: URL_OF_APP, types: [] }, '"types" must be a list of 1 to 100 values.'],
      [{ url: URL_OF_APP, types: ['*', 3] }, '"types[1]" must be a text'],
      [{ url: URL_OF_APP, types: ['member.*'] }, '"types": There is no event type "member.*".'],
      [{ url: URL_OF_APP, accounts: [] }, '"accounts" must be a list of 1 to 1000 values.'],
      [{ url: URL_OF_APP, accounts: ['a"b'] }, '"accounts[0]": An account id has'],
      [{ url: URL_OF_APP, signature: 'v2' }, '"signature" must be one of v1, v1a.'],
      [{ url: URL_OF_APP, batch: 10 }, '"batch" must be an object with the fields max.'],
      [{ url: URL_OF_APP, batch: {} }, '"batch.max" is missing.'],
      [{ url: URL_OF_APP, batch: { max: 1_001 } }, '"batch.max" must be a whole number from 1 to 1000.'],
      [{ url: URL_OF_APP, batch: { max: 1, min: 1 } }, '"batch.min" is not a field'],
      [{ url: URL_OF_APP, maxInFlight: 65 }, '"maxInFlight" must be a whole number from 1 to 64.'],
      [{ url: URL_OF_APP, maxInFlight: '8' }, '"maxInFlight" must be a whole number'],
      [{ url: URL_OF_APP, timeoutMs: 999 }, '"timeoutMs" must be a whole number from 1000 to 30000.'],
      [{ url: URL_OF_APP, timeoutMs: 1_000.5 }, '"timeoutMs" must be a whole number'],
      [
        { url: URL_OF_APP, start: 'yesterday' },
        '"start": It must be now, beginning, or a cursor of the feed.',
      ],
      [{ url: URL_OF_APP, start: 'v1.nonsense' }, '"start": The cursor in "start" is not one this service'],
      [{ url: URL_OF_APP, headers: ['x'] }, '"headers" must be an object'],
      [{ url: URL_OF_APP, headers: { host: 'x' } }, '"headers" must not hold host'],
      [{ url: URL_OF_APP, headers: null }, '"headers" must be an object'],
    ])('%j', async (body, words) => {
      const answer = await hooks.control.send('POST', HOOKS, body);
      expect(answer.body).toMatchObject({ status: 400, code: 'badRequest' });
      expect(answer.body['detail']).toContain(words);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    });

    test('that is not JSON, too large, too deep or of another kind', async () => {
      const refused = async (body: string, headers = {}): Promise<unknown> => {
        const answer = await hooks.control.send('POST', HOOKS, body, headers);
        return [answer.status, answer.body['detail']];
      };
      expect(await refused('{"url"')).toEqual([400, expect.stringContaining('not valid JSON')]);
      expect(await refused('[]')).toEqual([400, 'The body must be a JSON object.']);
      expect(await refused('null')).toEqual([400, 'The body must be a JSON object.']);
      expect(await refused('')).toEqual([400, '"url" is missing.']);
      expect(await refused(`{"url":${'['.repeat(40)}${']'.repeat(40)}}`)).toEqual([
        400,
        'The body is nested deeper than 32 levels.',
      ]);
      expect(await refused(JSON.stringify({ url: 'x'.repeat(65_536) }))).toEqual([
        413,
        'The body is larger than 65536 bytes.',
      ]);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/scim+json']) {
        expect(await refused('{}', { 'content-type': type })).toEqual([
          415,
          'Send the body as application/json.',
        ]);
      }
      expect(await refused('{}', { 'content-type': 'application/json; charset=latin1' })).toEqual([
        400,
        expect.stringContaining('missing'),
      ]);
    });

    test('that names __proto__ or constructor', async () => {
      for (const name of ['__proto__', 'constructor', 'toString']) {
        const body = `{"url":"${URL_OF_APP}","${name}":{"signature":"v1a"}}`;
        const answer = await hooks.control.send('POST', HOOKS, body);
        expect(answer.body['detail']).toContain(`"${name}" is not a field`);
      }
    });

    test('that changes what cannot be changed', async () => {
      const path = `${HOOKS}/${String((await add())['id'])}`;
      for (const body of [{ signature: 'v1a' }, { start: 'now' }, { status: 'active' }, { url: null }]) {
        const { detail } = await hooks.control.expect(400, 'PATCH', path, body);
        expect(detail).toContain(`"${Object.keys(body).join()}"`);
      }
      const { detail } = await hooks.control.expect(400, 'PATCH', path, { url: 'http://10.0.0.1/' });
      expect(detail).toContain('WEBHOOK_ALLOW_CIDRS');
    });
  });

  test('an unknown endpoint is a 404 in words, whatever is asked of it', async () => {
    const asked: readonly (readonly [string, string])[] = [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ...['ping', 'rotate-secret', 'enable', 'disable', 'replay'].map(name => ['POST', `/${name}`] as const),
      ...['attempts', 'lanes', 'dead-letters', 'replays'].map(name => ['GET', `/${name}`] as const),
      ['POST', `/dead-letters/${NOT_FOUND}/retry`],
      ['POST', `/dead-letters/${NOT_FOUND}/resolve`],
    ];
    for (const id of [NOT_FOUND, 'nonsense', '%00']) {
      for (const [method, rest] of asked) {
        const answer = await hooks.control.send(method, `${HOOKS}/${id}${rest}`);
        expect({ asked: `${method} ${id}${rest}`, status: answer.status }).toEqual({
          asked: `${method} ${id}${rest}`,
          status: 404,
        });
        expect(answer.body['detail']).toMatch(/^There is no webhook endpoint "/);
      }
    }
  });

  test('other methods are refused with those that work', async () => {
    const allowed = async (method: string, path: string): Promise<unknown> => {
      const answer = await hooks.control.send(method, path);
      return [answer.status, answer.headers.get('allow')];
    };
    expect(await allowed('DELETE', HOOKS)).toEqual([405, 'GET, HEAD, POST']);
    expect(await allowed('PUT', `${HOOKS}/${NOT_FOUND}`)).toEqual([405, 'GET, HEAD, PATCH, DELETE']);
    expect(await allowed('GET', `${HOOKS}/${NOT_FOUND}/ping`)).toEqual([405, 'POST']);
    expect(await allowed('POST', `${HOOKS}/${NOT_FOUND}/attempts`)).toEqual([405, 'GET, HEAD']);
  });

  test('every request needs the scope webhooks:write, before anything else is looked at', async () => {
    const reader = new ControlClient(
      hooks.service.url,
      await hooks.service.serviceToken(['events:read', 'accounts:write']),
    );
    const made = await add();
    for (const [method, path] of [
      ['GET', HOOKS],
      ['POST', HOOKS],
      ['GET', `${HOOKS}/${String(made['id'])}`],
      ['GET', `${HOOKS}/${NOT_FOUND}`],
      ['PATCH', `${HOOKS}/${String(made['id'])}`],
      ['DELETE', `${HOOKS}/${String(made['id'])}`],
      ['POST', `${HOOKS}/${String(made['id'])}/ping`],
      ['GET', `${HOOKS}/${String(made['id'])}/attempts`],
    ] as const) {
      const { detail } = await reader.expect(403, method, path);
      expect(detail).toBe('This service token lacks the scope webhooks:write.');
    }
    await show(made);
  });

  describe('a token that is limited to accounts', () => {
    test('sees and touches the endpoints of its accounts alone', async () => {
      const limited = await hooks.limitedTo('acme');
      const own = await add({ accounts: ['acme'] });
      const shared = await add({ accounts: ['acme', 'birch'] });
      const foreign = await add({ accounts: ['birch'] });
      const all = await add();
      const seen = idsOf(await limited.expect(200, 'GET', `${HOOKS}?limit=1000`));
      expect(seen).toContain(own['id']);
      for (const { id } of [shared, foreign, all]) {
        expect(seen).not.toContain(id);
        const unknown = await limited.send('GET', `${HOOKS}/${NOT_FOUND}`);
        const hidden = await limited.send('GET', `${HOOKS}/${String(id)}`);
        expect(hidden.text).toBe(unknown.text.replace(NOT_FOUND, String(id)));
        expect(hidden.status).toBe(404);
        for (const [method, rest] of [
          ['PATCH', ''],
          ['DELETE', ''],
          ['POST', '/rotate-secret'],
          ['POST', '/ping'],
          ['GET', '/attempts'],
          ['POST', '/replay'],
        ] as const) {
          await limited.expect(404, method, `${HOOKS}/${String(id)}${rest}`);
        }
      }
      await limited.expect(200, 'GET', `${HOOKS}/${String(own['id'])}`);
      await limited.expect(204, 'DELETE', `${HOOKS}/${String(own['id'])}`);
    });

    test('makes endpoints for its accounts alone, and must name them', async () => {
      const limited = await hooks.limitedTo('acme');
      const refused = async (method: string, path: string, accounts?: unknown): Promise<unknown> => {
        const body = { ...(method === 'POST' ? { url: URL_OF_APP } : {}), accounts };
        return (await limited.expect(403, method, path, body))['detail'];
      };
      const mustName =
        'This service token is limited to some accounts: name in "accounts" those the endpoint listens to.';
      const mayNot = 'This service token does not reach every account in "accounts".';
      expect(await refused('POST', HOOKS)).toBe(mustName);
      expect(await refused('POST', HOOKS, null)).toBe(mustName);
      expect(await refused('POST', HOOKS, ['birch'])).toBe(mayNot);
      expect(await refused('POST', HOOKS, ['acme', 'birch'])).toBe(mayNot);
      const made = await limited.expect(201, 'POST', HOOKS, { url: URL_OF_APP, accounts: ['acme'] });
      const path = `${HOOKS}/${String(made['id'])}`;
      expect(await refused('PATCH', path, null)).toBe(mustName);
      expect(await refused('PATCH', path, ['acme', 'birch'])).toBe(mayNot);
      expect(await limited.expect(200, 'GET', path)).toMatchObject({ accounts: ['acme'] });
    });
  });
});
