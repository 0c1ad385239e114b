/** Members as the main app keeps them: read, added, changed, removed. */
import { MEMBER_ATTRIBUTES } from '../../../src/events/catalogue/member-schema.ts';
import { ControlClient } from '../../support/control-client.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { CORE_USER, ENTERPRISE_USER, type Json } from '../../support/scim/scim-client.ts';
import { type MemberAccount, type MemberScene, startMemberScene, typesOf } from './member-scene.ts';

const UNKNOWN_ID = '01a1ffb7-0000-7000-8000-000000000000';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Everything that can be said of a member. */
const EVERYTHING: Json = {
  userName: 'ann',
  externalId: '00u1',
  active: true,
  name: { givenName: 'Ann', familyName: 'Baker', formatted: 'Ann Baker' },
  displayName: 'Ann Baker',
  title: 'Baker',
  profileUrl: 'https://example.com/ann',
  emails: [{ value: 'ann@example.com', type: 'work', primary: true, display: 'Ann' }],
  phoneNumbers: [{ value: '555', type: 'work' }],
  photos: [{ value: 'https://example.com/ann.png' }],
  addresses: [{ locality: 'Berlin', formatted: '1 Oven Street\n10115 Berlin', primary: true }],
  [ENTERPRISE_USER]: { department: 'Ovens', manager: { value: 'm-1' } },
};

describe.each(databaseKinds())('the members of an account, for the main app, on $name', kind => {
  let scene: MemberScene;
  let account: MemberAccount;

  beforeAll(async () => {
    scene = await startMemberScene(kind);
  });

  afterAll(() => scene.close());

  beforeEach(async () => {
    account = await scene.open();
  });

  const send = (method: string, path = '', body?: unknown) =>
    scene.control.send(method, account.path + path, body);

  test('are added with what is said of them, and announced as the main app’s own', async () => {
    const added = await send('POST', '', EVERYTHING);
    expect(added.status).toBe(201);
    const id = String(added.body['id']);
    expect(added.headers.get('location')).toBe(`${scene.service.url}/v1${account.path}/${id}`);
    const member = {
      ...EVERYTHING,
      id,
      email: 'ann@example.com',
      version: 1,
      managedBy: 'app',
    };
    expect(added.body).toEqual({
      ...member,
      protected: false,
      createdAt: expect.stringMatching(TIME),
      modifiedAt: expect.stringMatching(TIME),
    });
    expect(await send('GET', `/${id}`)).toMatchObject({ status: 200, body: added.body });
    const [event, ...more] = await account.published();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'team_member.provisioned',
      subject: id,
      correlationid: added.headers.get('x-request-id'),
      data: {
        member,
        actor: { kind: 'app', serviceTokenId: expect.any(String) },
        request: { id: added.headers.get('x-request-id'), method: 'POST', bulkIndex: null },
      },
    });
    expect(await account.scim.read(`/Users/${id}`)).toMatchObject({
      schemas: [CORE_USER, ENTERPRISE_USER],
      ...EVERYTHING,
    });
  });

  test('need an e-mail or a userName, and one can stand for the other', async () => {
    expect(await account.put({ email: 'Bo@example.com' })).toMatchObject({
      userName: 'Bo@example.com',
      email: 'Bo@example.com',
      emails: [{ value: 'Bo@example.com', type: 'work', primary: true }],
      active: true,
    });
    expect(await account.put({ emails: [{ value: 'x@y.io' }] })).toMatchObject({ userName: 'x@y.io' });
    expect(await account.put({ userName: 'cy@example.com', active: false })).toMatchObject({
      email: 'cy@example.com',
      active: false,
    });
    expect(typesOf(await account.published())).toEqual([
      'team_member.provisioned',
      'team_member.provisioned',
      'team_member.staged',
    ]);
    const unnamed = await send('POST', '', { displayName: 'Unnamed' });
    expect(unnamed).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('"userName"') },
    });
    const both = await send('POST', '', { email: 'a@b.c', emails: [{ value: 'a@b.c' }] });
    expect(both).toMatchObject({ status: 400, body: { detail: expect.stringContaining('"emails"') } });
    expect(await send('POST', '', { email: 'no address' })).toMatchObject({ status: 400 });
  });

  test('are changed by adding them again: what is named changes, null unassigns, all else stays', async () => {
    const before = await account.put(EVERYTHING);
    const again = await send('POST', '', EVERYTHING);
    expect(again).toMatchObject({ status: 200, body: before });
    expect(again.headers.get('location')).toBeNull();
    const changed = await send('POST', '', { userName: 'ANN', title: 'Head Baker', phoneNumbers: null });
    const { phoneNumbers: _, ...rest } = before;
    expect(changed).toMatchObject({ status: 200 });
    expect(changed.body).toEqual({
      ...rest,
      title: 'Head Baker',
      version: 2,
      modifiedAt: expect.any(String),
    });
    const events = await account.published(1);
    expect(events).toMatchObject([
      {
        type: 'team_member.updated',
        data: {
          changed: ['phoneNumbers', 'title'],
          previous: { title: 'Baker', phoneNumbers: EVERYTHING['phoneNumbers'] },
          actor: { kind: 'app' },
        },
      },
    ]);
  });

  test('keep their other addresses when the e-mail that is named is theirs already', async () => {
    const emails = [
      { value: 'ann@example.com', primary: true },
      { value: 'ann@home.example', type: 'home' },
    ];
    await account.put({ userName: 'ann', emails });
    expect(await account.put({ userName: 'ann', email: 'ann@example.com' })).toMatchObject({ emails });
    expect(await account.put({ userName: 'ann', email: 'ann@example.org' })).toMatchObject({
      emails: [{ value: 'ann@example.org', type: 'work', primary: true }],
    });
  });

  test('are renamed by PATCH, unless another member has the name', async () => {
    const ann = String((await account.put({ userName: 'ann' }))['id']);
    await account.put({ userName: 'bo' });
    expect(await send('PATCH', `/${ann}`, { userName: 'Annie', nickName: 'A' })).toMatchObject({
      status: 200,
      body: { id: ann, userName: 'Annie', nickName: 'A', version: 2 },
    });
    expect(await send('PATCH', `/${ann}`, { userName: 'BO' })).toMatchObject({
      status: 409,
      body: { code: 'uniqueness' },
    });
    expect(await send('PATCH', `/${ann}`, {})).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await send('PATCH', `/${ann}`, { active: false })).toMatchObject({ body: { active: false } });
    expect(await send('PATCH', `/${ann}`, { active: true })).toMatchObject({ body: { active: true } });
    expect(typesOf(await account.published(2))).toEqual([
      'team_member.updated',
      'team_member.deprovisioned',
      'team_member.reactivated',
    ]);
  });

  test('are not bound by rules for identity providers', async () => {
    const strict = await scene.open(['requireEmail=true', 'allowedEmailDomains=example.com']);
    await strict.put({ userName: 'contractor' });
    await strict.put({ email: 'guest@elsewhere.org' });
    expect(await strict.scim.post('/Users', { userName: 'else@elsewhere.org' })).toMatchObject({
      status: 400,
    });
    expect(await strict.published()).toHaveLength(2);
  });

  test('of the identity provider can be changed as well, and stay with it', async () => {
    const { id } = await account.scim.create({ userName: 'ann', title: 'Baker' });
    expect(await account.put({ userName: 'ann', title: null })).toMatchObject({ id, managedBy: 'idp' });
    const [, event] = await account.published();
    expect(event?.data).toMatchObject({ changed: ['title'], actor: { kind: 'app' } });
  });

  test('are protected without an event and without a new version', async () => {
    const before = await account.put({ userName: 'ann' });
    const path = `/${String(before['id'])}`;
    const { body } = await send('PATCH', path, { protected: true });
    expect(body).toEqual({ ...before, protected: true });
    expect((await send('GET', path)).body).toEqual(body);
    expect(await account.put({ userName: 'ann', title: 'Owner' })).toMatchObject({ protected: true });
    expect(await account.put({ userName: 'ann', protected: false })).toMatchObject({ protected: false });
    expect(await account.put({ userName: 'bo', protected: true })).toMatchObject({ protected: true });
    expect(typesOf(await account.published(1))).toEqual(['team_member.updated', 'team_member.provisioned']);
    expect(JSON.stringify(await account.published())).not.toContain('protected');
  });

  describe('refuse', () => {
    /** The place of each object in a value, itself first. */
    const placesIn = (value: unknown, place: readonly (string | number)[] = []): (string | number)[][] => {
      if (typeof value !== 'object' || value === null) return [];
      const inside = Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...place, name]));
      return Array.isArray(value) ? inside : [[...place], ...inside];
    };

    test('whatever could carry a role, and every other field they do not know, wherever it stands', async () => {
      const names = [
        ...['roles', 'role', 'entitlements', 'groups', 'userType', 'x509Certificates', 'permissions'],
        ...['password', 'id', 'version', 'managedBy', 'schemas', 'meta', 'DisplayName', '__proto__'],
        'urn:okta:custom:1.0:User',
      ];
      const places = placesIn(EVERYTHING);
      expect(places.length).toBeGreaterThan(7);
      const before = await account.put({ userName: 'plain' });
      const lines: string[] = [];
      for (const place of places) {
        for (const name of names) {
          const body = structuredClone(EVERYTHING) as Record<string, unknown>; // a clone has one owner
          const target = place.reduce<unknown>((found, step) => (found as Json)[step], body);
          Object.defineProperty(target, name, { value: 'owner', enumerable: true });
          lines.push(JSON.stringify(body));
          for (const [method, path] of [
            ['POST', ''],
            ['PATCH', `/${String(before['id'])}`],
          ] as const) {
            const answer = await send(method, path, body);
            expect({ method, place, name, status: answer.status }).toEqual({
              method,
              place,
              name,
              status: 400,
            });
            expect(answer.body['detail']).toContain(`${name}" is not a field`);
          }
        }
      }
      const imported = await scene.control.send('POST', `${account.path}/import`, lines.join('\n'), {
        'content-type': 'application/x-ndjson',
      });
      expect(imported.text).toContain(
        `{"summary":{"created":0,"updated":0,"unchanged":0,"failed":${lines.length}}}`,
      );
      expect(await account.published()).toHaveLength(1);
      expect((await send('GET')).body['data']).toEqual([before]);
    });

    test('values of another type, naming the field', async () => {
      const wrong: readonly (readonly [Json, string])[] = [
        [{ userName: null }, 'userName'],
        [{ userName: '' }, 'userName'],
        [{ userName: 'ann', active: 'true' }, 'active'],
        [{ userName: 'ann', active: null }, 'active'],
        [{ userName: 'ann', protected: 1 }, 'protected'],
        [{ userName: 'ann', title: ['a'] }, 'title'],
        [{ userName: 'ann', name: 'Ann' }, 'name'],
        [{ userName: 'ann', name: { givenName: 1 } }, 'name.givenName'],
        [{ userName: 'ann', emails: 'a@b.c' }, 'emails'],
        [{ userName: 'ann', emails: ['a@b.c'] }, 'emails[0]'],
        [{ userName: 'ann', emails: [{ value: 'a@b.c', primary: 'yes' }] }, 'emails[0].primary'],
        [{ userName: 'ann', title: 'x'.repeat(8_193) }, 'title'],
        [{ userName: 'a'.repeat(513) }, 'userName'],
        [{ userName: 'nul\0' }, 'userName'],
      ];
      for (const [body, name] of wrong) {
        const answer = await send('POST', '', body);
        expect({ body, status: answer.status }).toEqual({ body, status: 400 });
        expect(answer.body['detail']).toContain(name);
      }
      for (const body of ['[]', '"ann"', '{', '']) {
        expect(await send('POST', '', body)).toMatchObject({ status: 400 });
      }
      expect(await send('POST', '', `{"userName":"${'x'.repeat(300_000)}"}`)).toMatchObject({ status: 413 });
      expect(await account.published()).toEqual([]);
    });

    test('tokens without the scope, and hide accounts out of reach', async () => {
      const reader = new ControlClient(scene.service.url, await scene.service.serviceToken(['members:read']));
      const { accountId: other } = await scene.open();
      const elsewhere = new ControlClient(
        scene.service.url,
        await scene.service.serviceToken(['members:read', 'members:write'], [other]),
      );
      const { path } = account;
      const id = String((await account.put({ userName: 'ann' }))['id']);
      expect(await reader.send('GET', `${path}/${id}`)).toMatchObject({ status: 200 });
      const writes = [
        ['POST', path],
        ['PATCH', `${path}/${id}`],
        ['DELETE', `${path}/${id}`],
        ['POST', `${path}/${id}/erase`],
        ['POST', `${path}/import`],
      ] as const;
      for (const [method, target] of writes) {
        expect(await reader.send(method, target, { userName: 'bo' })).toMatchObject({ status: 403 });
        expect(await elsewhere.send(method, target, { userName: 'bo' })).toMatchObject({ status: 404 });
      }
      expect(await elsewhere.send('GET', path)).toMatchObject({ status: 404 });
      expect(await scene.control.send('GET', '/accounts/unknown/members')).toMatchObject({ status: 404 });
      const writer = await scene.service.serviceToken(['members:write']);
      expect(await new ControlClient(scene.service.url, writer).send('GET', path)).toMatchObject({
        status: 403,
      });
      expect(await account.published()).toHaveLength(1);
    });

    test('ids of another account, and ids that are none', async () => {
      const other = await scene.open();
      const id = String((await other.put({ userName: 'ann' }))['id']);
      for (const wrong of [id, UNKNOWN_ID, 'ann', '%00', '__proto__']) {
        for (const [method, rest, body] of [
          ['GET', '', undefined],
          ['PATCH', '', { title: 'x' }],
          ['DELETE', '', undefined],
          ['POST', '/erase', undefined],
        ] as const) {
          const answer = await send(method, `/${wrong}${rest}`, body);
          expect({ wrong, method, status: answer.status }).toEqual({ wrong, method, status: 404 });
        }
      }
      expect(await other.published()).toHaveLength(1);
    });
  });

  test('are listed page by page in the order they came, and found by what is known of them', async () => {
    const { id: theirs } = await account.scim.create({ userName: 'Zoë@example.com', externalId: 'E-1' });
    const names = ['a', 'b', 'c', 'd'];
    for (const userName of names) {
      await account.put({ userName, email: `${userName}@example.com`, active: userName !== 'd' });
    }
    const list = async (query: string): Promise<readonly unknown[]> => {
      const { body } = await send('GET', `?${query}`);
      return (body['data'] as Json[]).map(({ userName }) => userName); // as it is documented
    };
    const seen: unknown[] = [];
    let after = '';
    for (let pages = 0; ; pages += 1) {
      const { body } = await send('GET', `?limit=2${after}`);
      seen.push(...(body['data'] as Json[]).map(({ userName }) => userName)); // as it is documented
      if (body['next'] === null) {
        expect({ pages, has_more: body['has_more'] }).toEqual({ pages: 2, has_more: false });
        break;
      }
      expect(body['has_more']).toBe(true);
      after = `&after=${String(body['next'])}`;
    }
    expect(seen).toEqual(['Zoë@example.com', ...names]);
    expect(await list('userName=A')).toEqual(['a']);
    expect(await list(`userName=${encodeURIComponent('zoe\u0308@EXAMPLE.com')}`)).toEqual([
      'Zoë@example.com',
    ]);
    expect(await list('email=B@example.com')).toEqual(['b']);
    expect(await list('externalId=E-1')).toEqual(['Zoë@example.com']);
    expect(await list('externalId=e-1')).toEqual([]);
    expect(await list('managedBy=idp')).toEqual(['Zoë@example.com']);
    expect(await list('managedBy=app')).toEqual(names);
    expect(await list('managedBy=app&active=true&limit=2')).toEqual(['a', 'b']);
    expect(await list('active=false')).toEqual(['d']);
    expect(await list(`after=${theirs}&limit=1`)).toEqual(['a']);
    for (const wrong of [
      'managedBy=me',
      'active=1',
      'userName=%00',
      'after=x',
      'limit=0',
      'userName=a&userName=b',
    ]) {
      expect(await send('GET', `?${wrong}`)).toMatchObject({ status: 400 });
    }
  });

  test('are removed: announced twice, gone for the identity provider, and named by their successor once', async () => {
    const { id: former } = await account.scim.create({ userName: 'Ann' });
    expect(await send('DELETE', `/${former}`)).toMatchObject({ status: 204 });
    expect(await send('DELETE', `/${former}`)).toMatchObject({ status: 404 });
    expect(await account.scim.get(`/Users/${former}`)).toMatchObject({ status: 404 });
    expect(
      await account.scim.patch(`/Users/${former}`, { op: 'replace', path: 'active', value: true }),
    ).toMatchObject({ status: 404 });
    const { id: second } = await account.scim.create({ userName: 'ann' });
    expect(second).not.toBe(former);
    await send('DELETE', `/${second}`);
    await account.put({ userName: 'other' });
    const third = String((await account.put({ userName: 'ANN', active: false }))['id']);
    await send('PATCH', `/${third}`, { userName: 'renamed' });
    await account.put({ userName: 'ann' });
    const events = await account.published(1);
    expect(
      events.map(({ type, data }) => [type.slice('team_member.'.length), data.reason, data.formerId]),
    ).toEqual([
      ['deprovisioned', 'deleted', undefined],
      ['deleted', 'deleted', undefined],
      ['provisioned', undefined, former],
      ['deprovisioned', 'deleted', undefined],
      ['deleted', 'deleted', undefined],
      ['provisioned', undefined, undefined],
      ['staged', undefined, second],
      ['updated', undefined, undefined],
      ['provisioned', undefined, undefined],
    ]);
    expect(events[0]?.data.actor).toMatchObject({ kind: 'app' });
  });

  test('of a closed account cannot be changed', async () => {
    await account.put({ userName: 'ann' });
    await scene.control.send('DELETE', `/accounts/${account.accountId}`);
    expect(await send('POST', '', { userName: 'bo' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('closed') },
    });
  });
});

test('every attribute that events tell can be given by the main app', () => {
  expect(Object.keys(EVERYTHING).filter(name => !(name in MEMBER_ATTRIBUTES))).toEqual([]);
});
