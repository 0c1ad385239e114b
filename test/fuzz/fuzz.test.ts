/**
 * At least 20,000 random requests: never a failure of ours, never anything but SCIM JSON, nothing changed by a
 * refusal, and the invariants of the directory at the end. A failing run prints its seed; FUZZ_SEED repeats it.
 */
import { Agent, request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { startTestService, type TestAccount, type TestService } from '../support/test-service.ts';
import { type RandomRequest, randomRequest } from './random-request.ts';

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string;
}

interface User {
  readonly id: string;
  readonly userName: string;
  readonly meta: { readonly version: string };
  readonly [attribute: string]: unknown;
}

const REQUESTS = { SQLite: 8_000, PostgreSQL: 3_000 };

describe.each(databaseKinds())('random requests on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;
  let account: TestAccount;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  beforeAll(async () => {
    fresh = await kind.create();
    service = await startTestService({ databaseUrl: fresh.url, environment: { LOG_LEVEL: 'error' } });
    account = await service.addAccount();
  });
  afterAll(async () => {
    agent.destroy();
    await service.stop();
    await fresh.drop();
  });

  function send({ method, path, query, body, headers }: RandomRequest): Promise<Answer> {
    const url = new URL(account.baseUrl);
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          agent,
          host: url.hostname,
          port: url.port,
          method,
          path: url.pathname + path + query,
          headers: {
            authorization: `Bearer ${account.token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
            ...headers,
          },
        },
        incoming => {
          let text = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (chunk: string) => {
            text += chunk;
          });
          incoming.on('end', () =>
            resolve({ status: incoming.statusCode ?? 0, type: incoming.headers['content-type'], body: text }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  async function directory(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const { body } = await send({
        method: 'GET',
        path: '/Users',
        query: `?count=1000&cursor=${cursor}`,
        body: undefined,
        headers: {},
      });
      const page = JSON.parse(body) as { Resources: User[]; nextCursor?: string };
      for (const user of page.Resources) found.set(user.id, JSON.stringify(user));
      cursor = page.nextCursor;
    }
    return found;
  }

  test(`${REQUESTS[kind.name]} of them are all answered, and refusals change nothing`, async () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const requests = fc.sample(randomRequest, { numRuns: REQUESTS[kind.name], seed });
    /** Each member as the last successful answer showed it. */
    const known = new Map<string, string>();
    const statuses = new Map<number, number>();
    for (const [index, drawn] of requests.entries()) {
      const ids = [...known.keys()];
      const id = ids[index % Math.max(ids.length, 1)] ?? '00000000-0000-7000-8000-000000000000';
      const sent = { ...drawn, path: drawn.path.replaceAll('§', id), body: drawn.body?.replaceAll('§', id) };
      const answer = await send(sent);
      const summary = `seed ${seed}, request ${index}: ${JSON.stringify(sent)} answered ${JSON.stringify(answer)}`;
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status >= 500 && answer.status !== 501) throw new Error(summary);
      if (answer.body !== '') {
        if (answer.type !== 'application/scim+json') throw new Error(summary);
        JSON.parse(answer.body);
      }
      const isWhole = answer.status < 300 && !/attributes=/i.test(sent.query);
      if (sent.path === '/Bulk' && answer.status === 200) {
        known.clear();
        for (const [member, json] of await directory()) known.set(member, json);
      } else if (sent.method === 'DELETE' && answer.status === 204) {
        known.delete(id);
      } else if (
        ['POST', 'PUT', 'PATCH'].includes(sent.method) &&
        answer.status < 300 &&
        !sent.path.includes('search')
      ) {
        const shown = JSON.parse(answer.body) as User;
        const whole = isWhole
          ? answer.body
          : (
              await send({
                ...sent,
                method: 'GET',
                path: `/Users/${shown.id}`,
                query: '',
                body: undefined,
                headers: {},
              })
            ).body;
        known.set(shown.id, JSON.stringify(JSON.parse(whole)));
      }
      if (index % 500 === 499) {
        expect({ seed, members: await directory() }).toEqual({ seed, members: new Map(known) });
      }
    }

    // The draw is only worth something if it reaches deep: all kinds of answers must have come.
    expect([...statuses.keys()].sort()).toEqual(
      expect.arrayContaining([200, 201, 204, 400, 404, 405, 409, 412, 501]),
    );

    const members = [...known.values()].map(json => JSON.parse(json) as User);
    expect(new Set(members.map(user => user.userName.normalize('NFC').toLowerCase())).size).toBe(
      members.length,
    );
    for (const user of members) {
      for (const value of Object.values(user)) {
        if (Array.isArray(value))
          expect(
            value.filter(item => (item as { primary?: unknown }).primary === true).length,
          ).toBeLessThanOrEqual(1);
      }
    }
    const events = await service.events(account.accountId);
    expect(events.map(event => Number(event.sequence))).toEqual(events.map((_, index) => index + 1));
    const last = new Map(
      events.filter(event => event.type.startsWith('team_member.')).map(event => [event.subject, event]),
    );
    for (const user of members) {
      expect(`W/"${String(last.get(user.id)?.data.member['version'])}"`).toBe(user.meta.version);
    }
    expect(
      [...last]
        .filter(([, event]) => event.type !== 'team_member.deleted')
        .map(([id]) => id)
        .sort(),
    ).toEqual([...known.keys()].sort());
    expect(service.logText()).toBe('');
  }, 240_000);
});
