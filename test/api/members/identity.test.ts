/** An id or a userName that is given to another person: events say so, and roles can be taken away. */
import { keepsRoles, type RollcallEvent } from '../../../client/rollcall-client.js';
import { databaseKinds } from '../../support/database/databases.ts';
import type { Json } from '../../support/scim/scim-client.ts';
import type { CloudEvent } from '../../support/test-service.ts';
import { type MemberAccount, type MemberScene, startMemberScene } from './member-scene.ts';

const set = (path: string, value: unknown) => ({ op: 'replace', path, value });
const clientEvent = (event: CloudEvent | undefined) => event as unknown as RollcallEvent; // the same event as the client sees it

const ANN = {
  userName: 'smith@example.com',
  externalId: 'x-1',
  emails: [{ value: 'smith@example.com', type: 'work' }],
};

describe.each(databaseKinds())('another person, on $name', kind => {
  let scene: MemberScene;
  let account: MemberAccount;

  beforeAll(async () => {
    scene = await startMemberScene(kind);
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    account = await scene.open();
  });

  const lastEvent = async (): Promise<CloudEvent> => {
    const event = (await account.published()).at(-1);
    if (!event) throw new Error('no event was published');
    return event;
  };

  /** Deactivates a member, and brings it back with what is given. */
  async function bringBack(given: Json, before: Json = ANN): Promise<CloudEvent> {
    const { path } = await account.scim.create(before);
    await account.scim.patch(path, set('active', false));
    expect(await account.scim.put(path, { ...before, ...given, active: true })).toMatchObject({
      status: 200,
    });
    return lastEvent();
  }

  test.each<[string, Json]>([
    ['another userName', { userName: 'jones@example.com' }],
    ['another e-mail', { emails: [{ value: 'jones@example.com', type: 'work' }] }],
  ])('an activation with another externalId and %s says that it is another person', async (_, other) => {
    const event = await bringBack({ externalId: 'x-2', ...other });
    expect(event).toMatchObject({
      type: 'team_member.reactivated',
      data: { identity: { previousExternalId: 'x-1', externalId: 'x-2', samePerson: false } },
    });
    expect(keepsRoles(clientEvent(event))).toBe(false);
  });

  test.each<[string, Json, Json]>([
    ['the same person', {}, ANN],
    [
      'a person with another externalId alone, after a move to another identity provider',
      { externalId: 'x-2' },
      ANN,
    ],
    [
      'a person with another name and address, after a marriage',
      { userName: 'jones@example.com', emails: [] },
      ANN,
    ],
    ['a userName in other letters', { externalId: 'x-2', userName: 'SMITH@example.com' }, ANN],
    ['a person who had no externalId before', { externalId: 'x-2', userName: 'j' }, { userName: 'smith' }],
  ])('an activation says nothing about the identity of %s', async (_, given, before) => {
    const event = await bringBack(given, before);
    expect(event).toMatchObject({ type: 'team_member.reactivated' });
    expect(event.data.identity).toBeUndefined();
    expect(keepsRoles(clientEvent(event))).toBe(true);
  });

  test('the first activation of a staged member says that it is another person', async () => {
    const { path } = await account.scim.create({ ...ANN, active: false });
    await account.scim.patch(path, set('externalId', 'x-2'), set('userName', 'jones'), set('active', true));
    expect(await lastEvent()).toMatchObject({
      type: 'team_member.provisioned',
      data: { identity: { previousExternalId: 'x-1', externalId: 'x-2', samePerson: false } },
    });
  });

  test('an update of an active member says nothing about the identity', async () => {
    const { path } = await account.scim.create(ANN);
    await account.scim.put(path, { ...ANN, externalId: 'x-2', userName: 'jones' });
    const event = await lastEvent();
    expect(event).toMatchObject({ type: 'team_member.updated' });
    expect(event.data.identity).toBeUndefined();
  });

  test('an erasure leaves nothing of the externalIds', async () => {
    const event = await bringBack({ externalId: 'x-2', userName: 'jones' });
    const path = `${account.path}/${event.subject}/erase`;
    expect(await scene.control.send('POST', path)).toMatchObject({ status: 204 });
    expect(JSON.stringify(await account.published())).not.toMatch(/x-[12]/);
  });

  test.each([
    ['x-1', true],
    ['X-1', false],
    [undefined, false],
  ])(
    'a successor with the externalId %s is distinguished from the former member',
    async (externalId, same) => {
      const { id, path } = await account.scim.create(ANN);
      await account.scim.delete(path);
      await account.scim.create({ userName: ANN.userName, externalId });
      const event = await lastEvent();
      expect(event.data).toMatchObject({
        formerId: id,
        former: { managedBy: 'idp', protected: false, sameExternalId: same },
      });
      expect(keepsRoles(clientEvent(event))).toBe(same);
    },
  );

  test('a namesake without an externalId on either side is not vouched for', async () => {
    const { path } = await account.scim.create({ userName: 'smith' });
    await account.scim.delete(path);
    await account.scim.create({ userName: 'smith' });
    expect((await lastEvent()).data.former).toMatchObject({ sameExternalId: false });
  });

  /** The main app removes a member of its own, and an identity provider or an app adds one with the same userName. */
  async function succeed(to: MemberAccount, by: 'idp' | 'app' | 'import'): Promise<CloudEvent | undefined> {
    const owner = { userName: 'owner@example.com', externalId: 'x-1' };
    const { id } = await to.put({ ...owner, protected: true });
    await scene.control.send('DELETE', `${to.path}/${String(id)}`);
    if (by === 'idp') await to.scim.create(owner);
    else if (by === 'app') await to.put(owner);
    else
      await scene.control.send('POST', `${to.path}/import`, JSON.stringify(owner), {
        'content-type': 'application/x-ndjson',
      });
    const event = (await to.published()).at(-1);
    expect(event?.type).toBe('team_member.provisioned');
    return event;
  }

  test("the main app's own former member is named with what it was", async () => {
    const event = await succeed(account, 'idp');
    expect(event?.data.former).toEqual({ managedBy: 'app', protected: true, sameExternalId: true });
    expect(keepsRoles(clientEvent(event))).toBe(false);
  });

  test.each([
    ['link=never', false],
    ['link=allowedDomains', false],
    ['link=allowedDomains allowedEmailDomains=example.org,example.com', true],
    ['link=any', true],
  ])(
    "under %s an identity provider's person succeeds the main app's own member: %s",
    async (policies, isNamed) => {
      const event = await succeed(await scene.open(policies.split(' ')), 'idp');
      expect({ isNamed: event?.data.formerId !== undefined }).toEqual({ isNamed });
      expect({ isDescribed: event?.data.former !== undefined }).toEqual({ isDescribed: isNamed });
    },
  );

  test('under link=never the former member is named where the main app adds the successor, or the identity provider kept the former one', async () => {
    for (const by of ['app', 'import'] as const) {
      const event = await succeed(await scene.open(['link=never']), by);
      expect(event?.data.formerId).toBeDefined();
    }
    const strict = await scene.open(['link=never']);
    const { id, path } = await strict.scim.create(ANN);
    await strict.scim.delete(path);
    await strict.scim.create(ANN);
    expect((await strict.published()).at(-1)?.data).toMatchObject({
      formerId: id,
      former: { managedBy: 'idp' },
    });
  });
});
