/** Erasing a person: nothing personal is left anywhere, and the log of events stays whole. */

import { expectContiguous } from '../../events/event-form.ts';
import { EventSchemas, fetchSchema } from '../../events/event-schemas.ts';
import { readAllTables, readRows, runSql } from '../../support/database/database-contents.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { ENTERPRISE_USER, type Json } from '../../support/scim/scim-client.ts';
import type { CloudEvent } from '../../support/test-service.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { requestsOf } from '../../support/webhooks/received-events.ts';
import { type Receiver, startReceiver } from '../../support/webhooks/webhook-receiver.ts';
import { type MemberAccount, type MemberScene, startMemberScene, typesOf } from './member-scene.ts';

const WEBHOOKS = { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', WEBHOOK_RETRY_SCHEDULE: '10ms,10ms' };

const LIMIT_MS = 10_000;

/** A word that only she has, in whatever is known of her. */
const SECRET = 'quetzalcoatl';
const ANN: Json = {
  userName: `${SECRET}@example.com`,
  externalId: `id-of-${SECRET}`,
  name: { givenName: SECRET, familyName: SECRET.toUpperCase() },
  emails: [{ value: `${SECRET}@home.example`, type: 'home' }],
  photos: [{ value: `https://example.com/${SECRET}.png` }],
  [ENTERPRISE_USER]: { department: SECRET },
};

describe.each(databaseKinds())('erasing a person, on $name', kind => {
  let scene: MemberScene;
  let account: MemberAccount;
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    scene = await startMemberScene(kind, WEBHOOKS);
  });

  afterAll(async () => {
    await receiver.stop();
    await scene.close();
  });

  beforeEach(async () => {
    account = await scene.open();
  });

  const erase = (id: string) => scene.control.send('POST', `${account.path}/${id}/erase`);

  /** The tables in which a person's secret is found. */
  const tablesWithSecret = async (): Promise<readonly string[]> => {
    const tables = await readAllTables(scene.service.database);
    return [...tables]
      .filter(([, rows]) => JSON.stringify(rows).toLowerCase().includes(SECRET))
      .map(([name]) => name);
  };

  /** A member with a past: changed in every way, by the identity provider and by the main app. */
  const liveALife = async (): Promise<string> => {
    const { id, path } = await account.scim.create(ANN);
    const { accountId, scim } = account;
    await scim.patch(path, { op: 'replace', path: 'title', value: SECRET });
    await scim.patch(path, { op: 'replace', path: 'userName', value: `${SECRET}-2` });
    await scim.patch(path, { op: 'replace', path: 'active', value: false });
    await scim.patch(path, { op: 'replace', path: 'active', value: true });
    await scim.post('/Users', { userName: `${SECRET}-2` });
    await scim.find(`userName eq "${SECRET}-2"`);
    await scene.control.send('PATCH', `/accounts/${accountId}/members/${id}`, { nickName: SECRET });
    return id;
  };

  test('leaves nothing of a present member in any table, and announces that she is gone', async () => {
    const id = await liveALife();
    await account.scim.create({ userName: 'another-member' });
    const before = await scene.service.events(account.accountId);
    expect(await tablesWithSecret()).toEqual(expect.arrayContaining(['members', 'member_emails', 'events']));
    expect(await erase(id)).toMatchObject({ status: 204, text: '' });
    expect(await tablesWithSecret()).toEqual([]);
    expect(await account.scim.get(`/Users/${id}`)).toMatchObject({ status: 404 });
    const events = await scene.service.events(account.accountId);
    expectContiguous(events);
    const frame = ({ data: _, ...rest }: CloudEvent) => rest;
    expect(events.slice(0, before.length).map(frame)).toEqual(before.map(frame));
    expect(typesOf(events.slice(before.length))).toEqual([
      'team_member.deprovisioned',
      'team_member.deleted',
      'team_member.erased',
    ]);
    const schemas = new EventSchemas(fetchSchema);
    for (const event of events) {
      expect(await schemas.faultsOf(event as unknown as Json)).toEqual([]); // an event is an object
    }
    const hers = events.filter(({ subject }) => subject === id);
    expect(hers.slice(0, -1).map(({ data }) => data.member)).toEqual(
      hers.slice(0, -1).map((_, index) => ({
        id,
        active: expect.any(Boolean),
        version: index + 1,
        managedBy: 'idp',
      })),
    );
    for (const { data } of hers.slice(0, -1)) {
      expect(data).toMatchObject({ changed: [], previous: {}, erased: true });
    }
    expect(hers.at(-1)?.data).toEqual({
      account: { id: account.accountId },
      member: { id },
      actor: { kind: 'app', serviceTokenId: expect.any(String) },
      request: { id: expect.any(String), method: 'POST', bulkIndex: null },
    });
    const others = events.filter(({ subject }) => subject !== id);
    expect(others).toEqual(before.filter(({ subject }) => subject !== id));
  });

  test('can be repeated, and changes nothing the second time', async () => {
    const id = await liveALife();
    await erase(id);
    const events = await scene.service.events(account.accountId);
    expect(await erase(id)).toMatchObject({ status: 204 });
    expect(await scene.service.events(account.accountId)).toEqual(events);
  });

  test('regression: is announced once when it is asked for several times at once, and none of them fails', async () => {
    const id = await liveALife();
    const answers = await Promise.all([erase(id), erase(id), erase(id), erase(id)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    const types = typesOf(await account.published());
    expect(types.filter(type => type === 'team_member.erased')).toHaveLength(1);
  });

  test('reaches the last error of the connection, which named the person', async () => {
    const { id } = await account.scim.create(ANN);
    const health = `connection_health WHERE account_id = '${account.accountId}'`;
    await waitUntil('the health of the connection', LIMIT_MS, async () => {
      return (await readRows(scene.service.database, `SELECT * FROM ${health}`)).length > 0;
    });
    await runSql(
      scene.service.database,
      `UPDATE ${health.replace('WHERE', `SET last_error = 'refused ${SECRET}@example.com' WHERE`)}`,
    );
    expect(await tablesWithSecret()).toContain('connection_health');
    expect(await erase(id)).toMatchObject({ status: 204 });
    expect(await tablesWithSecret()).toEqual([]);
  });

  test('reaches every event of a long life', async () => {
    const { id, path } = await account.scim.create(ANN);
    const { status } = await account.scim.post('/Bulk', {
      Operations: Array.from({ length: 120 }, (_, index) => ({
        method: 'PATCH',
        path,
        data: { Operations: [{ op: 'replace', path: 'title', value: `${SECRET} ${index}` }] },
      })),
    });
    expect(status).toBe(200);
    expect(await account.published()).toHaveLength(121);
    expect(await erase(id)).toMatchObject({ status: 204 });
    expect(await tablesWithSecret()).toEqual([]);
  });

  test('reaches, when it is repeated, what was logged since', async () => {
    const { id, path } = await account.scim.create(ANN);
    expect(await erase(id)).toMatchObject({ status: 204 });
    expect(await account.scim.put(path, ANN)).toMatchObject({ status: 404 });
    const isHers = `member_id = '${id}' AND meaning <> 'erased'`;
    const entries = `SELECT id FROM log_entries WHERE ${isHers}`;
    await waitUntil('the log', LIMIT_MS, async () => {
      return (await readRows(scene.service.database, entries)).length > 0;
    });
    // As a request leaves it that was under way when she was erased.
    await runSql(
      scene.service.database,
      `UPDATE log_entries SET user_name = '${SECRET}', meaning = 'read ${SECRET}' WHERE ${isHers}`,
    );
    expect(await tablesWithSecret()).toEqual(['log_entries']);
    expect(await erase(id)).toMatchObject({ status: 204 });
    expect(await tablesWithSecret()).toEqual([]);
  });

  test('works for a member who was removed before, and no successor is linked to her', async () => {
    const id = await liveALife();
    await scene.control.send('DELETE', `${account.path}/${id}`);
    const before = await account.published();
    expect(await erase(id)).toMatchObject({ status: 204 });
    expect(await tablesWithSecret()).toEqual([]);
    expect(typesOf(await account.published(before.length))).toEqual(['team_member.erased']);
    const { body } = await account.scim.create({ userName: `${SECRET}-2` });
    const [event] = await account.published(before.length + 1);
    expect(event).toMatchObject({ type: 'team_member.provisioned', subject: body['id'] });
    expect(event?.data.formerId).toBeUndefined();
    await erase(String(body['id']));
  });

  test('of an id that no member ever had is 404', async () => {
    expect(await erase('01a1ffb7-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
    const other = await scene.open();
    const { id } = await other.scim.create({ userName: 'ann' });
    expect(await erase(id)).toMatchObject({ status: 404 });
    expect(await other.published()).toHaveLength(1);
  });

  test('of a protected member of the main app works as well', async () => {
    const { id } = await account.put({ ...ANN, protected: true });
    expect(await erase(String(id))).toMatchObject({ status: 204 });
    expect(await tablesWithSecret()).toEqual([]);
  });

  test('reaches what webhooks repeat, and what receivers answered', async () => {
    const endpoint = await scene.control.expect(201, 'POST', '/webhook-endpoints', {
      url: receiver.url,
      accounts: [account.accountId],
      types: ['team_member.*'],
    });
    const path = `/webhook-endpoints/${String(endpoint['id'])}`;
    receiver.answerWith(() => ({ status: 200, body: `welcome, ${SECRET}` }));
    const { id } = await account.scim.create(ANN);
    const responses = async (): Promise<readonly unknown[]> => {
      const { data } = await scene.control.expect(200, 'GET', `${path}/attempts`);
      return (data as Json[]).map(({ response }) => response); // as it is documented
    };
    await waitUntil('the first delivery', LIMIT_MS, async () => (await responses()).length > 0);
    expect(await responses()).toEqual([expect.stringContaining(SECRET)]);
    receiver.answerWith(() => 204);
    expect(await erase(id)).toMatchObject({ status: 204 });
    const published = () => requestsOf(receiver, account.accountId);
    await waitUntil('the news of the erasure', LIMIT_MS, () => published().length === 4);
    await waitUntil('the last attempt', LIMIT_MS, async () => (await responses()).length === 4);
    expect(JSON.stringify(await responses())).not.toContain(SECRET);
    await scene.control.expect(202, 'POST', `${path}/replay`, { account: account.accountId });
    await waitUntil('the replay', LIMIT_MS, () => published().length === 8);
    expect(published()[0]?.body).toContain(SECRET);
    expect(
      published()
        .slice(1)
        .map(({ body }) => body)
        .join(),
    ).not.toContain(SECRET);
    await scene.control.expect(204, 'DELETE', path);
  });

  test('reaches what a receiver answers after it', async () => {
    const held = Promise.withResolvers<void>();
    receiver.answerWith(() => held.promise.then(() => ({ status: 200, body: `welcome, ${SECRET}` })));
    const endpoint = await scene.control.expect(201, 'POST', '/webhook-endpoints', {
      url: receiver.url,
      accounts: [account.accountId],
      types: ['team_member.*'],
    });
    const path = `/webhook-endpoints/${String(endpoint['id'])}`;
    const { id } = await account.scim.create(ANN);
    await waitUntil(
      'the request under way',
      LIMIT_MS,
      () => requestsOf(receiver, account.accountId).length > 0,
    );
    expect(await erase(id)).toMatchObject({ status: 204 });
    held.resolve();
    await waitUntil('its attempt', LIMIT_MS, async () => {
      const { data } = await scene.control.expect(200, 'GET', `${path}/attempts`);
      return (data as Json[]).length > 0; // as it is documented
    });
    expect(await tablesWithSecret()).toEqual([]);
    await scene.control.expect(204, 'DELETE', path);
  });

  test('finds everything in a past that is longer than a search looks through', async () => {
    const id = await liveALife();
    const { accountId } = account;
    const copies = (table: string, columns: string, values: string, where: string) =>
      runSql(
        scene.service.database,
        `INSERT INTO ${table} (${columns})
           WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 6000)
           SELECT ${values} FROM ${table}, numbers WHERE account_id = '${accountId}' ${where}`,
      );
    await waitUntil('the log', LIMIT_MS, async () => (await tablesWithSecret()).includes('log_entries'));
    const entry = (await readRows(scene.service.database, 'SELECT * FROM log_entries LIMIT 1'))[0] ?? {};
    const columns = Object.keys(entry).join();
    // One of hers, and one of a stranger who asked for her former name.
    await copies(
      'log_entries',
      columns,
      columns.replace(/(^|,)id(,|$)/, "$1id || '-' || number$2"),
      `AND id IN (SELECT max(id) FROM log_entries WHERE account_id = '${accountId}' GROUP BY about)`,
    );
    await runSql(
      scene.service.database,
      `INSERT INTO delivery_attempts (id, endpoint_id, account_id, event_id, first_sequence, last_sequence, trigger,
                                      attempt, outcome, response, duration_ms, at)
         WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 6000)
         SELECT id || '-' || number, 'gone', account_id, id, sequence, sequence, 'event', 1, 'delivered',
                'welcome, ${SECRET}', 1, occurred_at
           FROM events, numbers WHERE account_id = '${accountId}'
            AND sequence = (SELECT min(sequence) FROM events WHERE account_id = '${accountId}' AND subject = '${id}')`,
    );
    expect(await tablesWithSecret()).toContain('delivery_attempts');
    expect(await erase(id)).toMatchObject({ status: 204 });
    expect(await tablesWithSecret()).toEqual([]);
  }, 120_000);

  test('reaches a refused request that named the externalId beside another name', async () => {
    const mistyped = await account.scim.post('/Users', {
      userName: `${SECRET}.mistyped`,
      externalId: 'e-7',
      emails: [{ value: { address: 'none' } }],
    });
    expect(mistyped.status).toBe(400);
    const { id } = await account.scim.create({ userName: 'ann@example.com', externalId: 'e-7' });
    expect(await erase(id)).toMatchObject({ status: 204 });
    expect(await tablesWithSecret()).toEqual([]);
  });

  test('leaves no trace of the userName when a member is removed, but a hash', async () => {
    const { path } = await account.scim.create({ userName: SECRET });
    await account.scim.delete(path);
    const traces = await readRows(scene.service.database, 'SELECT * FROM former_members');
    expect(traces.length).toBeGreaterThan(0);
    expect(JSON.stringify(traces)).not.toContain(SECRET);
  });
});
