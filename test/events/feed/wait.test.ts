/** A page that waits: woken by a matching event of any process, and never longer than asked. */
import { request } from 'node:http';
import { databaseKinds, type FreshDatabase } from '../../support/database/databases.ts';
import { HttpConnection, type WireAnswer } from '../../support/network/http-connection.ts';
import { runForJson } from '../../support/process/command.ts';
import type { Deployment } from '../../support/process/rollcall-process.ts';
import { ScimClient } from '../../support/scim/scim-client.ts';
import { startTestService, type TestAccount, type TestService } from '../../support/test-service.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EventWriter } from '../event-writer.ts';
import { type FeedPage, FeedReader } from './feed-reader.ts';
import { StreamReader } from './stream-reader.ts';

/** Far more than a wake-up takes, and far less than the wait that is asked for. */
const WAKE_MS = 1_000;
const LONG = 30;
const LIMIT_MS = 60_000;

describe.each(databaseKinds())('a page that waits, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let account: TestAccount;
  let other: TestAccount;
  let token: string;
  let reader: FeedReader;

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
    account = await service.addAccount();
    other = await service.addAccount();
    token = await service.serviceToken();
    reader = new FeedReader(service.url, token);
  });

  afterAll(async () => {
    reader.close();
    await service.stop();
    await database.drop();
  });

  const isWaiting = (): boolean => service.waitingReaders() > 0;

  /** Asks for a page that waits, and tells how long after `act` it came. */
  async function timeAnswer(
    query: Readonly<Record<string, string | number>>,
    act: () => Promise<unknown>,
  ): Promise<FeedPage & { readonly ms: number }> {
    const asked = reader.page({ wait: LONG, ...query });
    await waitUntil('the request to wait', 5_000, isWaiting);
    await act();
    const begun = performance.now();
    const page = await asked;
    return { ...page, ms: performance.now() - begun };
  }

  test('is answered at once when something happens', async () => {
    const { head } = await reader.page({ limit: 1 });
    const page = await timeAnswer({ after: head }, () =>
      new ScimClient(account).create({ userName: 'ann@example.com' }),
    );
    expect(page.data.map(({ type }) => type)).toEqual(['team_member.provisioned']);
    expect(page.ms).toBeLessThan(WAKE_MS);
  });

  test('is answered at once when there is something already', async () => {
    const begun = performance.now();
    expect((await reader.page({ wait: LONG })).data.length).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(WAKE_MS);
  });

  test('goes on waiting while only what is filtered out happens', async () => {
    const { head } = await reader.page({ limit: 1 });
    const query = { after: head, account: account.accountId, type: 'team_member.deleted' };
    const client = new ScimClient(account);
    const page = await timeAnswer(query, async () => {
      await new ScimClient(other).create({ userName: 'ann@example.com' });
      const { path } = await client.create({ userName: 'bo@example.com' });
      await client.delete(path);
    });
    expect(page.data.map(({ type, source }) => ({ type, source }))).toEqual([
      { type: 'team_member.deleted', source: `${service.url}/accounts/${account.accountId}` },
    ]);
    expect(page.ms).toBeLessThan(WAKE_MS);
  });

  test('is empty when the time is over, and has moved to what was looked at', async () => {
    const { head } = await reader.page({ limit: 1 });
    const begun = performance.now();
    const asked = reader.page({ after: head, wait: 1, type: 'connection.*', account: other.accountId });
    await waitUntil('the request to wait', 5_000, isWaiting);
    await new ScimClient(other).create({ userName: 'late@example.com' });
    const page = await asked;
    const waitedMs = performance.now() - begun;
    const now = await reader.page({ limit: 1 });
    expect(page).toEqual({ data: [], next: now.head, has_more: false, head: now.head });
    expect(page.next).not.toBe(head);
    expect(waitedMs).toBeGreaterThan(900);
    expect(waitedMs).toBeLessThan(5_000);
  });

  test('"wait" is whole seconds from 0 to 30, and all else is refused', async () => {
    const { head } = await reader.page({ limit: 1, wait: 0 });
    for (const wait of ['31', '-1', '1.5', 'long', '1e1', ' 1', '000']) {
      expect({ wait, ...(await reader.ask({ wait, after: head })) }).toMatchObject({
        wait,
        status: 400,
        headers: { 'content-type': 'application/problem+json' },
        body: { detail: expect.stringMatching(/"wait".*0 to 30/) },
      });
    }
  });

  test('the preference "wait" does the same, is confirmed when applied, and is never an error (RFC 7240)', async () => {
    const { head } = await reader.page({ limit: 1 });
    const prefer = (preference: string, query = ''): Promise<WireAnswer> =>
      connection.send('GET', `/events?after=${head}${query}`, { headers: { prefer: preference } });
    const connection = new HttpConnection(`${service.url}/v1`, token);
    const begun = performance.now();
    const waited = await prefer('respond-async, wait=1');
    expect(performance.now() - begun).toBeGreaterThan(900);
    expect(waited).toMatchObject({ status: 200, headers: { 'preference-applied': 'wait=1' } });
    expect((await prefer('wait=90', '&limit=1&after=')).status).toBe(400);
    for (const [preference, query] of [
      ['wait=soon', ''],
      ['handling=lenient', ''],
      ['waiting=9', ''],
      ['wait=9', '&wait=0'],
    ] as const) {
      const { status, headers } = await prefer(preference, query);
      expect({ preference, status, applied: headers['preference-applied'] }).toEqual({
        preference,
        status: 200,
      });
    }
    const [, ...more] = await Promise.all([
      new ScimClient(account).create({ userName: 'preferred@example.com' }),
      prefer('wait="90"'),
    ]);
    expect(more).toMatchObject([{ status: 200, headers: { 'preference-applied': 'wait=30' } }]);
    connection.close();
  });

  test('a client that goes away while it waits frees its place at once', async () => {
    const { head } = await reader.page({ limit: 1 });
    const leaving = request(`${service.url}/v1/events?after=${head}&wait=${LONG}`, {
      agent: false,
      headers: { authorization: `Bearer ${token}` },
    });
    leaving.on('error', () => undefined); // we end it
    leaving.end();
    await waitUntil('the request to wait', 5_000, isWaiting);
    leaving.destroy();
    await waitUntil('the place to be free', WAKE_MS, () => !isWaiting());
  });

  test(
    'is woken within a second by what another process commits',
    async () => {
      const deployment: Deployment = { databaseUrl: database.url, publicUrl: service.url };
      const writer = await EventWriter.open(database.url);
      const { head } = await reader.page({ limit: 1 });
      const page = await timeAnswer({ after: head }, () => writer.write(account.accountId));
      await writer.close();
      expect(page.data).toHaveLength(1);
      expect(page.ms).toBeLessThan(WAKE_MS);
      const answered = await timeAnswer({ after: page.head }, () =>
        runForJson(deployment, 'token', 'issue', account.accountId),
      );
      expect(answered.data.map(({ type }) => type)).toEqual(['connection.token_issued']);
      expect(answered.ms).toBeLessThan(WAKE_MS);
    },
    LIMIT_MS,
  );

  if (kind.name === 'PostgreSQL') {
    test(
      'is woken at once by what another instance commits',
      async () => {
        const second = await startTestService({ databaseUrl: database.url });
        const elsewhere = { ...account, baseUrl: `${second.url}/scim/v2` };
        const times: number[] = [];
        for (let round = 0; round < 5; round += 1) {
          const { head } = await reader.page({ limit: 1 });
          const page = await timeAnswer({ after: head }, () =>
            new ScimClient(elsewhere).create({ userName: `second${round}@example.com` }),
          );
          expect(page.data.map(({ type }) => type)).toEqual(['team_member.provisioned']);
          times.push(page.ms);
        }
        await second.stop();
        // The notification, not the look twice a second: that would take 250 ms on average.
        expect(Math.min(...times)).toBeLessThan(100);
        expect(Math.max(...times)).toBeLessThan(WAKE_MS);
      },
      LIMIT_MS,
    );
  }

  test(
    'is answered when the service stops, and streams end, without a delay',
    async () => {
      const stopping = await startTestService({ databaseUrl: database.url });
      const own = await stopping.serviceToken();
      const last = new FeedReader(stopping.url, own);
      const { head } = await last.page({ limit: 1 });
      const stream = await StreamReader.open({ url: stopping.url, token: own, query: `after=${head}` });
      const asked = last.page({ after: head, wait: LONG });
      await waitUntil('the request to wait', 5_000, () => stopping.waitingReaders() === 2);
      const begun = performance.now();
      await stopping.stop();
      expect(performance.now() - begun).toBeLessThan(2_000);
      expect(await asked).toMatchObject({ data: [], next: head });
      expect(await stream.end()).toBe('complete');
      last.close();
    },
    LIMIT_MS,
  );
});
