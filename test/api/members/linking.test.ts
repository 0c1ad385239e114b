/** Members of the main app whom an identity provider finds: linked by its first write, protected from some. */
import { databaseKinds } from '../../support/database/databases.ts';
import { type Json, metaOf, refusal } from '../../support/scim/scim-client.ts';
import { type MemberAccount, type MemberScene, startMemberScene, typesOf } from './member-scene.ts';

const set = (path: string, value: unknown) => ({ op: 'replace', path, value });

describe.each(databaseKinds())('an identity provider and the members of the main app, on $name', kind => {
  let scene: MemberScene;
  let account: MemberAccount;

  beforeAll(async () => {
    scene = await startMemberScene(kind);
  });

  afterAll(() => scene.close());

  beforeEach(async () => {
    account = await scene.open();
  });

  /** Adds a member, and gives the path of its User. */
  const add = async (member: Json, to = account): Promise<string> =>
    `/Users/${String((await to.put(member))['id'])}`;

  const managedBy = async (path: string, of = account): Promise<unknown> =>
    (await scene.control.send('GET', `${of.path}/${path.slice('/Users/'.length)}`)).body['managedBy'];

  test('it finds them, cannot add them again, and keeps them from its first write on', async () => {
    const path = await add({ email: 'ann@example.com' });
    expect(await account.scim.find('userName eq "ANN@example.com"')).toEqual(['ann@example.com']);
    expect(await account.scim.find('emails.value eq "ann@example.com"')).toEqual(['ann@example.com']);
    expect(await account.scim.post('/Users', { userName: 'Ann@example.com' })).toMatchObject(
      refusal(409, 'uniqueness', /userName/),
    );
    expect(await managedBy(path)).toBe('app');
    const before = await account.scim.read(path);
    expect(await account.scim.put(path, before)).toMatchObject({ status: 200 });
    expect(await managedBy(path)).toBe('idp');
    const [event, ...more] = await account.published(1);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'team_member.linked',
      data: {
        member: { managedBy: 'idp', version: 2 },
        changed: [],
        previous: {},
        actor: { kind: 'idp' },
      },
    });
    expect(event?.data.linked).toBeUndefined();
    expect(metaOf(await account.scim.read(path))['version']).toBe('W/"2"');
  });

  test('what changes with the link is announced with it, and later changes as usual', async () => {
    const path = await add({ userName: 'ann', title: 'Baker' });
    await account.scim.patch(path, set('title', 'Head Baker'));
    await account.scim.patch(path, set('title', 'Head Baker'));
    await account.scim.patch(path, set('title', 'Boss'));
    const events = await account.published(1);
    expect(typesOf(events)).toEqual(['team_member.linked', 'team_member.updated']);
    expect(events[0]?.data).toMatchObject({ changed: ['title'], previous: { title: 'Baker' } });
  });

  test('a change of activity keeps its type, and says that it linked', async () => {
    const ann = await add({ userName: 'ann' });
    const bo = await add({ userName: 'bo', active: false });
    const cy = await add({ userName: 'cy' });
    await scene.control.send('PATCH', `${account.path}/${cy.slice('/Users/'.length)}`, { active: false });
    await account.scim.patch(ann, set('active', false));
    await account.scim.patch(bo, set('active', true));
    await account.scim.put(cy, { userName: 'cy', active: true, title: 'x' });
    await account.scim.patch(ann, set('active', true));
    const events = await account.published(4);
    expect(events.map(({ type, data }) => [type.slice('team_member.'.length), data.linked])).toEqual([
      ['deprovisioned', true],
      ['provisioned', true],
      ['reactivated', true],
      ['reactivated', undefined],
    ]);
    for (const path of [ann, bo, cy]) expect(await managedBy(path)).toBe('idp');
  });

  test('a request that is refused links no member', async () => {
    const path = await add({ userName: 'ann' });
    await account.scim.create({ userName: 'bo' });
    expect(await account.scim.patch(path, set('userName', 'BO'))).toMatchObject({ status: 409 });
    expect(await account.scim.put(path, { userName: '' })).toMatchObject({ status: 400 });
    expect(await account.scim.put(path, { userName: 'ann' }, { 'if-match': 'W/"7"' })).toMatchObject({
      status: 412,
    });
    expect(await managedBy(path)).toBe('app');
    expect(await account.published()).toHaveLength(2);
  });

  test('in bulk they are linked as well', async () => {
    const path = await add({ userName: 'ann' });
    const Operations = [{ method: 'PATCH', path, data: { Operations: [set('title', 'x')] } }];
    expect(await account.scim.post('/Bulk', { Operations })).toMatchObject({ status: 200 });
    const [event] = await account.published(1);
    expect(event).toMatchObject({ type: 'team_member.linked', data: { request: { bulkIndex: 0 } } });
  });

  test('the policy link=never lets it read them, and nothing else', async () => {
    account = await scene.open(['link=never', 'allowedEmailDomains=example.com']);
    const path = await add({ userName: 'ann@example.com', title: 'Baker' });
    const forbidden = refusal(400, 'mutability', /added by the application/);
    expect(await account.scim.put(path, await account.scim.read(path))).toMatchObject(forbidden);
    expect(await account.scim.patch(path, set('title', 'x'))).toMatchObject(forbidden);
    expect(await account.scim.patch(path, set('active', false))).toMatchObject(forbidden);
    expect(await account.scim.delete(path)).toMatchObject(forbidden);
    expect(await account.scim.read(path)).toMatchObject({ title: 'Baker' });
    const { path: own } = await account.scim.create({ userName: 'bo@example.com' });
    expect(await account.scim.patch(own, set('title', 'x'))).toMatchObject({ status: 200 });
    expect(typesOf(await account.published(1))).toEqual(['team_member.provisioned', 'team_member.updated']);
  });

  test('the policy link=allowedDomains lets it take over those of its domains, as they are called', async () => {
    account = await scene.open(['link=allowedDomains', 'allowedEmailDomains=example.com']);
    const inside = await add({ email: 'ann@Example.com' });
    const outside = await add({ email: 'bo@example.org' });
    const unknown = await add({ userName: 'cy' });
    const forbidden = refusal(400, 'mutability', /allowedEmailDomains|take it over/);
    for (const path of [outside, unknown]) {
      expect(await account.scim.patch(path, set('title', 'x'))).toMatchObject(forbidden);
      expect(await account.scim.delete(path)).toMatchObject(forbidden);
    }
    expect(await account.scim.patch(inside, set('userName', 'eve@example.com'))).toMatchObject(forbidden);
    expect(
      await account.scim.patch(inside, set('emails[type eq "work"].value', 'eve@example.com')),
    ).toMatchObject(forbidden);
    const emails = [{ value: 'ANN@example.com', primary: true }];
    expect(await account.scim.put(inside, { userName: 'ann@example.com', emails })).toMatchObject({
      status: 200,
    });
    expect(typesOf(await account.published(3))).toEqual(['team_member.linked']);
    const open = await scene.open(['link=allowedDomains']);
    const path = await add({ email: 'ann@example.com' }, open);
    expect(await open.scim.patch(path, set('title', 'x'))).toMatchObject(forbidden);
  });

  describe('a protected member', () => {
    let path: string;
    const emails = [
      { value: 'ann@example.com', type: 'work', primary: true },
      { value: 'ann@home.example', type: 'home' },
    ];
    const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['deactivate', () => account.scim.patch(path, set('active', false))],
      ['deactivate', () => account.scim.patch(path, { op: 'remove', path: 'active' })],
      ['deactivate', () => account.scim.put(path, { userName: 'ann', emails, active: false })],
      ['delete', () => account.scim.delete(path)],
      ['userName', () => account.scim.patch(path, set('userName', 'eve'))],
      ['userName', () => account.scim.put(path, { userName: 'eve', emails })],
      ['e-mail', () => account.scim.patch(path, set('emails[type eq "work"].value', 'eve@example.com'))],
      ['e-mail', () => account.scim.patch(path, { op: 'remove', path: 'emails[type eq "home"]' })],
      ['e-mail', () => account.scim.patch(path, { op: 'add', path: 'emails', value: [{ value: 'e@e.io' }] })],
      ['e-mail', () => account.scim.patch(path, set('emails[type eq "home"].primary', true))],
      ['e-mail', () => account.scim.put(path, { userName: 'ann' })],
    ];

    beforeEach(async () => {
      path = await add({ userName: 'ann', emails, protected: true });
    });

    test.each(attempts)(
      'is refused in words when the identity provider tries to change: %s',
      async (action, attempt) => {
        const before = await account.scim.read(path);
        expect(await attempt()).toMatchObject(refusal(400, 'mutability', new RegExp(`protected.*${action}`)));
        expect(await account.scim.read(path)).toEqual(before);
        expect(await account.published()).toHaveLength(1);
        expect(await managedBy(path)).toBe('app');
      },
    );

    test('is refused in bulk as well, and the rest of the request goes on', async () => {
      const Operations = [
        { method: 'DELETE', path },
        { method: 'PATCH', path, data: { Operations: [set('active', false)] } },
        { method: 'PATCH', path, data: { Operations: [set('title', 'Owner')] } },
      ];
      const { body } = await account.scim.post('/Bulk', { Operations });
      expect((body['Operations'] as Json[]).map(({ status }) => status)).toEqual(['400', '400', '200']); // a BulkResponse
      expect(typesOf(await account.published(1))).toEqual(['team_member.linked']);
    });

    test('takes everything else, and what leaves those as they are', async () => {
      const renamedLabels = emails.map(email => ({ ...email, display: 'Ann' }));
      const harmless: readonly Json[] = [
        { userName: 'ann', emails },
        { userName: 'Ann', emails: emails.toReversed(), active: true, title: 'Owner' },
        { userName: 'ann', emails: renamedLabels, externalId: '00u1' },
      ];
      for (const body of harmless) {
        expect(await account.scim.put(path, body)).toMatchObject({ status: 200 });
      }
      await account.scim.patch(path, set('active', true), set('userName', 'ann'), set('nickName', 'A'));
      expect(await account.scim.read(path)).toMatchObject({ nickName: 'A', active: true });
    });

    test('can be changed in every way by the main app, and by the identity provider when it is no longer protected', async () => {
      const id = path.slice('/Users/'.length);
      const target = `${account.path}/${id}`;
      const wish = { userName: 'annie', email: 'annie@example.com', active: false };
      expect(await scene.control.send('PATCH', target, wish)).toMatchObject({ status: 200 });
      expect(await account.scim.patch(path, set('active', true))).toMatchObject({ status: 200 });
      expect(await scene.control.send('PATCH', target, { protected: false })).toMatchObject({ status: 200 });
      expect(await account.scim.patch(path, set('active', false))).toMatchObject({ status: 200 });
      expect(await account.scim.delete(path)).toMatchObject({ status: 204 });
    });
  });
});
