/** The story of one person in one call: request → change → event → deliveries. */
import { databaseKinds } from '../support/database/databases.ts';
import type { Json, ScimClient } from '../support/scim/scim-client.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type Receiver, startReceiver } from '../support/webhooks/webhook-receiver.ts';
import { type LogScene, openLogScene, type ShownEntry, where } from './log-scene.ts';

const NOT_FOUND = '01a1ffb7-0000-7000-8000-000000000000';
const set = (path: string, value: unknown): Json => ({ op: 'replace', path, value });

interface ShownDelivery {
  readonly endpointId: string;
  readonly url: string | null;
  readonly state: string;
  readonly attempts: readonly { readonly status: string; readonly statusCode: number | null }[];
}

interface ShownTimeline {
  readonly member: Json;
  readonly data: readonly {
    readonly at: string;
    readonly entry: ShownEntry | null;
    readonly events: readonly { readonly type: string; readonly deliveries: readonly ShownDelivery[] }[];
  }[];
  readonly next: string | null;
  readonly has_more: boolean;
}

describe.each(databaseKinds())("a person's timeline on $name", kind => {
  let scene: LogScene;

  beforeAll(async () => {
    scene = await openLogScene(kind, { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', WEBHOOK_RETRY_SCHEDULE: '10ms' });
  });

  afterAll(() => scene.close());

  const timelineOf = async (scim: ScimClient, id: string, query = ''): Promise<ShownTimeline> => {
    const path = `/accounts/${scim.account.accountId}/members/${id}/timeline?${query}`;
    return (await scene.control.expect(200, 'GET', path)) as unknown as ShownTimeline; // as openapi.yaml says
  };

  /** What happened, oldest first: the meaning of each request, and the events below it. */
  const storyOf = ({ data }: ShownTimeline): readonly unknown[] =>
    data.toReversed().map(({ entry, events }) => [entry?.meaning ?? null, ...events.map(({ type }) => type)]);

  test('has every request about them, also those for their name before they existed', async () => {
    const scim = await scene.connect();
    await scim.get(where('userName eq "Ann@example.com"'));
    const ann = await scim.create({ userName: 'ann@example.com' });
    await scim.create({ userName: 'bo@example.com' });
    await scim.post('/Users', { userName: 'ann@example.com' });
    await scim.patch(ann.path, set('title', 'Baker'));
    await scim.delete(ann.path);
    const timeline = await timelineOf(scim, ann.id);
    expect(storyOf(timeline)).toEqual([
      ['looked up Ann@example.com: not there'],
      ['created ann@example.com', 'team_member.provisioned'],
      ['tried to create ann@example.com: the userName belongs to another member'],
      ['changed title of ann@example.com', 'team_member.updated'],
      ['deleted ann@example.com', 'team_member.deprovisioned', 'team_member.deleted'],
    ]);
    expect(timeline.member).toEqual({ id: ann.id, state: 'gone', userName: null, externalId: null });
  });

  test('has what the main app did as well, without a request of the identity provider', async () => {
    const scim = await scene.connect();
    const path = `/accounts/${scim.account.accountId}/members`;
    const { id } = await scene.control.expect(201, 'POST', path, { email: 'owner@example.com' });
    await scim.patch(`/Users/${String(id)}`, set('title', 'Owner'));
    const timeline = await timelineOf(scim, String(id));
    expect(storyOf(timeline)).toEqual([
      [null, 'team_member.provisioned'],
      ['took over owner@example.com, and changed title', 'team_member.linked'],
    ]);
    expect(timeline.member).toMatchObject({ state: 'active', userName: 'owner@example.com' });
  });

  test('is read page by page, newest first, and each thing once', async () => {
    const scim = await scene.connect();
    const ann = await scim.create();
    for (const title of 'abcdefgh') await scim.patch(ann.path, set('title', title));
    const whole = storyOf(await timelineOf(scim, ann.id));
    const pages: unknown[] = [];
    let query = 'limit=2';
    for (;;) {
      const page = await timelineOf(scim, ann.id, query);
      expect(page.data.length).toBeLessThanOrEqual(2);
      pages.unshift(...storyOf(page));
      if (!page.has_more) break;
      query = `limit=2&after=${String(page.next)}`;
    }
    expect(whole).toHaveLength(9);
    expect(pages).toEqual(whole);
  });

  test('loses no event at the edge of a page, also where no request of the identity provider made it', async () => {
    const scim = await scene.connect();
    const path = `/accounts/${scim.account.accountId}/members`;
    const { id } = await scene.control.expect(201, 'POST', path, { email: 'edge@example.com' });
    for (const title of 'abcde') await scene.control.expect(200, 'PATCH', `${path}/${String(id)}`, { title });
    for (const limit of [1, 2, 3, 5, 6, 7]) {
      const sizes: number[] = [];
      const listed: unknown[] = [];
      for (let after = ''; ; ) {
        const page = await timelineOf(scim, String(id), `limit=${limit}${after}`);
        sizes.push(page.data.length);
        listed.push(...page.data.map(({ at }) => at));
        if (!page.has_more) break;
        after = `&after=${String(page.next)}`;
      }
      expect({ limit, listed: listed.length, sorted: [...listed].sort().reverse() }).toEqual({
        limit,
        listed: 6,
        sorted: listed,
      });
      expect(sizes.slice(0, -1).every(size => size === limit)).toBe(true);
      expect(sizes).toHaveLength(Math.ceil(6 / limit));
    }
  });

  test('says of each event where it was delivered, what failed, and what waits', async () => {
    const scim = await scene.connect();
    const receivers = await Promise.all([startReceiver(), startReceiver(), startReceiver()]);
    const [good, bad, idle] = receivers as [Receiver, Receiver, Receiver];
    bad.answerWith(() => 503);
    try {
      const { accountId } = scim.account;
      const add = async (receiver: Receiver, types: readonly string[]): Promise<string> => {
        const endpoint = { url: receiver.url, types, accounts: [accountId] };
        return String((await scene.control.expect(201, 'POST', '/webhook-endpoints', endpoint))['id']);
      };
      const goodId = await add(good, ['team_member.*']);
      const badId = await add(bad, ['team_member.*']);
      const idleId = await add(idle, ['team_member.*']);
      await add(idle, ['connection.*']);
      await scene.control.expect(200, 'POST', `/webhook-endpoints/${idleId}/disable`, {});
      const ann = await scim.create();
      const deliveries = await waitUntil('the deliveries', 5_000, async () => {
        const { data } = await timelineOf(scim, ann.id);
        const found = data[0]?.events[0]?.deliveries ?? [];
        const isSettled =
          found.some(({ state }) => state === 'delivered') && found.some(({ state }) => state === 'failed');
        return isSettled ? found : undefined;
      });
      const shown = Object.fromEntries(deliveries.map(delivery => [delivery.endpointId, delivery]));
      expect(Object.keys(shown).sort()).toEqual([goodId, badId, idleId].sort());
      expect(shown[goodId]).toMatchObject({
        url: good.url,
        state: 'delivered',
        attempts: [{ status: 'delivered', statusCode: 204 }],
      });
      expect(shown[badId]).toMatchObject({ state: 'failed' });
      expect(shown[badId]?.attempts[0]).toMatchObject({ status: 'failed', statusCode: 503 });
      expect(shown[idleId]).toMatchObject({ state: 'waiting', attempts: [] });
    } finally {
      for (const receiver of receivers) await receiver.stop();
    }
  });

  test('continues after an erasure, with what happened and no person', async () => {
    const scim = await scene.connect();
    await scim.get(where('userName eq "forget@example.com"'));
    await scim.get(where('externalId eq "forget-id"'));
    const ann = await scim.create({ userName: 'forget@example.com', externalId: 'forget-id' });
    await scim.patch(ann.path, set('userName', 'forget-too@example.com'));
    await scim.post('/Users', { userName: 'forget-too@example.com' });
    const bo = await scim.create({ userName: 'bo@example.com' });
    await scim.patch(bo.path, set('userName', 'forget-too@example.com'));
    const { accountId } = scim.account;
    await scene.control.send('POST', `/accounts/${accountId}/members/${ann.id}/erase`, {});
    const log = await scene.log(scim);
    expect(JSON.stringify(log)).not.toContain('forget');
    expect(log.filter(({ meaning }) => meaning === 'erased')).toHaveLength(5);
    expect(log[0]?.meaning).toBe(
      'tried to change bo@example.com: the new userName belongs to another member',
    );
    const timeline = await timelineOf(scim, ann.id);
    expect(storyOf(timeline).slice(0, 2)).toEqual([
      ['erased', 'team_member.provisioned'],
      ['erased', 'team_member.updated'],
    ]);
  });

  test('needs the scope, the account and a member that is or was', async () => {
    const scim = await scene.connect();
    const { id } = await scim.create();
    const path = `/accounts/${scim.account.accountId}/members`;
    expect((await scene.control.send('GET', `${path}/${NOT_FOUND}/timeline`)).status).toBe(404);
    expect((await scene.control.send('GET', `${path}/ann/timeline`)).status).toBe(404);
    expect((await scene.control.send('GET', `/accounts/unknown/members/${id}/timeline`)).status).toBe(404);
    expect((await scene.control.send('GET', `${path}/${id}/timeline?after=x`)).status).toBe(400);
    const token = await scene.service.serviceToken(['members:read', 'events:read']);
    const refused = await fetch(`${scene.service.url}/v1${path}/${id}/timeline`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(refused.status).toBe(403);
  });

  test("another account's member has no timeline here", async () => {
    const scim = await scene.connect();
    const other = await scene.connect();
    const { id } = await other.create();
    const path = `/accounts/${scim.account.accountId}/members/${id}/timeline`;
    expect((await scene.control.send('GET', path)).status).toBe(404);
  });
});
