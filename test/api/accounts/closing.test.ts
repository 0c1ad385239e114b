import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_POLICIES } from '../../../src/accounts/account.ts';
import { readConfig } from '../../../src/config/config.ts';
import { Members } from '../../../src/members/members.ts';
import { openDatabase } from '../../../src/store/database/open.ts';
import { name, sql } from '../../../src/store/database/sql.ts';
import { EventLog } from '../../../src/store/events/event-log.ts';
import { SqlMemberStore } from '../../../src/store/members/member-store.ts';
import { EventSchemas, fetchSchema } from '../../events/event-schemas.ts';
import { ControlClient } from '../../support/control-client.ts';
import { readRows } from '../../support/database/database-contents.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { type Json, ScimClient } from '../../support/scim/scim-client.ts';
import { startTestService } from '../../support/test-service.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { type AccountScene, SAML, startAccountScene } from './account-scene.ts';

/** More than one batch. */
const MANY = 405;

describe.each(databaseKinds())('closing an account on $name', kind => {
  let scene: AccountScene;

  beforeAll(async () => {
    scene = await startAccountScene(kind);
  });

  afterAll(() => scene.close());

  const isClosed = (id: string) => async () => {
    const { offboarding } = await scene.control.expect(200, 'GET', `/accounts/${id}`);
    return offboarding === null;
  };

  test('ends SCIM at once, tells of every member, and leaves nothing personal behind', async () => {
    const scim = await scene.connect('closing', {
      name: 'Closing Ltd',
      identityProvider: 'okta',
      policies: { allowedEmailDomains: ['example.com', 'closing.example'] },
    });
    const ann = await scim.create({ userName: 'ann@example.com', displayName: 'Ann Secret', title: 'Baker' });
    await scim.patch(ann.path, { op: 'replace', path: 'title', value: 'Head Baker' });
    await scim.create({ userName: 'bo@example.com', active: false });
    await scene.control.expect(201, 'POST', '/accounts/closing/members', {
      email: 'cy@example.com',
      protected: true,
    });
    const gone = await scim.create({ userName: 'dee@example.com' });
    await scim.delete(gone.path);

    const answer = await scene.control.send('DELETE', '/accounts/closing');
    expect(answer).toMatchObject({
      status: 202,
      body: { connection: { state: 'disabled', reason: 'account_closed' }, closedAt: expect.any(String) },
    });
    expect((await scim.get('/Users')).status).toBe(401);
    await waitUntil('the members are gone', 10_000, isClosed('closing'));

    const events = await scene.service.events('closing');
    expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index + 1));
    const ended = events.slice(events.findIndex(({ type }) => type === 'connection.token_revoked'));
    expect(ended.map(({ type }) => type)).toEqual([
      'connection.token_revoked',
      'connection.disabled',
      'team_member.deprovisioned',
      'team_member.deleted',
      'team_member.deleted',
      'team_member.deprovisioned',
      'team_member.deleted',
    ]);
    expect(ended[1]).toMatchObject({ data: { members: 'remove' } });
    for (const event of ended.slice(2)) {
      expect(event.data).toMatchObject({
        reason: 'account_closed',
        actor: { kind: 'app' },
        request: { method: 'DELETE' },
      });
    }
    const everything = JSON.stringify(events);
    for (const personal of ['@example.com', 'Ann Secret', 'Baker'])
      expect(everything).not.toContain(personal);
    const about = events.filter(({ subject }) => subject === ann.id);
    expect(about.map(({ data }) => data.member)).toEqual([
      { id: ann.id, active: true, version: 1, managedBy: 'idp' },
      { id: ann.id, active: true, version: 2, managedBy: 'idp' },
      { id: ann.id, active: false, version: 3, managedBy: 'idp' },
      { id: ann.id, active: false, version: 4, managedBy: 'idp' },
    ]);
    const schemas = new EventSchemas(fetchSchema);
    for (const event of events) {
      expect(await schemas.faultsOf(event as unknown as Json)).toEqual([]); // an event is an object
    }
    expect(await scene.control.expect(200, 'GET', '/accounts/closing/snapshot')).toMatchObject({
      members: [],
    });
    const text = JSON.stringify(await scene.control.expect(200, 'GET', '/accounts/closing'));
    expect(text).not.toContain('Closing Ltd');
    await expectNothingStored([
      'Closing Ltd',
      'Okta',
      'closing.example',
      'ann@example.com',
      'bo@example.com',
      'cy@example.com',
      'dee@example.com',
    ]);
  });

  /** Looks into the tables themselves. */
  async function expectNothingStored(values: readonly string[]): Promise<void> {
    const database = await openDatabase(scene.service.database);
    try {
      for (const table of [
        'accounts',
        'members',
        'member_emails',
        'events',
        'log_entries',
        'former_members',
      ]) {
        const column = table === 'accounts' ? 'id' : 'account_id';
        const rows = await database.all(
          sql`SELECT * FROM ${name(table)} WHERE ${name(column)} = ${'closing'}`,
        );
        for (const value of values) {
          expect({ table, value, isStored: JSON.stringify(rows).includes(value) }).toEqual({
            table,
            value,
            isStored: false,
          });
        }
      }
    } finally {
      await database.close();
    }
  }

  test('is done once, and changes nothing again', async () => {
    await scene.connect('once');
    await scene.control.expect(202, 'DELETE', '/accounts/once');
    await waitUntil('it is closed', 10_000, isClosed('once'));
    const first = await scene.control.expect(200, 'GET', '/accounts/once');
    const events = await scene.service.events('once');
    expect(await scene.control.expect(202, 'DELETE', '/accounts/once')).toEqual(first);
    expect(await scene.service.events('once')).toEqual(events);
    expect((await scene.control.send('DELETE', '/accounts/never-there')).status).toBe(404);
  });

  test('ends everything but opening it again, in words', async () => {
    const { account } = await scene.connect('ended');
    await scene.control.expect(202, 'DELETE', '/accounts/ended');
    await waitUntil('it is closed', 10_000, isClosed('ended'));
    for (const [method, path, body] of [
      ['POST', '/scim/enable', undefined],
      ['POST', '/scim/suspend', undefined],
      ['POST', '/scim/resume', undefined],
      ['POST', '/scim/disable', { members: 'keep' }],
      ['POST', '/tokens', undefined],
      ['POST', '/members', { email: 'ann@example.com' }],
    ] as const) {
      const answer = await scene.control.send(method, `/accounts/ended${path}`, body);
      expect({ path, status: answer.status, detail: answer.body['detail'] }).toEqual({
        path,
        status: 409,
        detail: expect.stringMatching(
          /was closed on \d{4}-\d{2}-\d{2}; PUT \/v1\/accounts\/ended opens it again/,
        ),
      });
    }
    expect((await scene.provider('ended', account.token).get('/Users')).status).toBe(401);
  });

  test('can be undone for the account alone: opened again, its events go on counting', async () => {
    const before = await scene.connect('reopened', { policies: { authority: 'reject' } });
    await before.create({ userName: 'ann@example.com' });
    await scene.control.expect(202, 'DELETE', '/accounts/reopened');
    await waitUntil('it is closed', 10_000, isClosed('reopened'));
    const { length: published } = await scene.service.events('reopened');
    const reopened = await scene.control.expect(201, 'PUT', '/accounts/reopened', { sso: SAML });
    expect(reopened).toMatchObject({
      closedAt: null,
      connection: { state: 'disabled', reason: null },
      policies: { authority: 'ignore' },
    });
    const { token } = await scene.control.expect(200, 'POST', '/accounts/reopened/scim/enable');
    const after = scene.provider('reopened', token);
    expect((await before.get('/Users')).status).toBe(401);
    expect((await after.get('/Users')).body).toMatchObject({ totalResults: 0 });
    await after.create({ userName: 'ann@example.com' });
    const events = await scene.service.events('reopened');
    expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index + 1));
    expect(events.slice(published).map(({ type }) => type)).toEqual([
      'connection.enabled',
      'connection.token_issued',
      'team_member.provisioned',
    ]);
    // Closing forgot who was a member once.
    expect(events.at(-1)?.data.formerId).toBeUndefined();
  });
});

describe.each(databaseKinds())('an account with many members on $name', kind => {
  let scene: AccountScene;

  beforeEach(async () => {
    const database = await kind.create();
    const service = await startTestService({ databaseUrl: database.url });
    await service.addAccount({ id: 'large' });
    await service.stop();
    await createMany(database.url, 'large', MANY);
    scene = await startAccountScene(kind, { database });
  });

  afterEach(() => scene.close());

  const haveLeft = async (): Promise<boolean> => {
    const { offboarding } = await scene.control.expect(200, 'GET', '/accounts/large');
    return offboarding === null;
  };

  test(`works in batches, and is refused a second life until all of ${MANY} members are gone`, async () => {
    await scene.control.expect(202, 'DELETE', '/accounts/large');
    const early = await scene.control.send('PUT', '/accounts/large', {});
    expect(early).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('still being closed') },
    });
    // Others are served meanwhile.
    expect((await (await scene.connect('beside')).get('/Users')).status).toBe(200);
    await waitUntil('the members are gone', 30_000, haveLeft);
    const events = await scene.service.memberEvents('large');
    const counts = (type: string) => events.filter(event => event.type === `team_member.${type}`).length;
    expect({ deprovisioned: counts('deprovisioned'), deleted: counts('deleted') }).toEqual({
      deprovisioned: (MANY * 2) / 3,
      deleted: MANY,
    });
    expect(events.every(({ data }) => data.erased)).toBe(true);
  });

  test('disabling takes every member of a large account, and each once', async () => {
    await scene.control.expect(200, 'POST', '/accounts/large/scim/disable', {
      members: 'deprovision',
    });
    const early = await scene.control.send('POST', '/accounts/large/scim/enable');
    expect(early).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('being deprovisioned') },
    });
    await waitUntil('the members have left', 30_000, haveLeft);
    const left = (await scene.service.memberEvents('large')).filter(
      ({ type }) => type === 'team_member.deprovisioned',
    );
    expect(left).toHaveLength((MANY * 2) / 3);
    expect(new Set(left.map(({ subject }) => subject)).size).toBe(left.length);
    await scene.control.expect(200, 'POST', '/accounts/large/scim/enable');
  });
});

/** Straight into the database, while no process serves it. */
async function createMany(databaseUrl: string, accountId: string, count: number): Promise<void> {
  const { database: location } = readConfig({
    DATABASE_URL: databaseUrl,
    SIGNING_KEYS: 'k:s',
    SECRETS_KEY: 'k:s',
  });
  const database = await openDatabase(location);
  try {
    const events = new EventLog(database, () => 'https://scim.example.com');
    const [token] = await readRows(location, `SELECT id FROM tokens WHERE account_id = '${accountId}'`);
    const upserts = Array.from({ length: count }, (_, index) => {
      const userName = `person-${index}@example.com`;
      return { userName, edit: () => ({ attributes: { userName, active: index % 3 !== 0 } }) };
    });
    const outcomes = await new Members(new SqlMemberStore(database, events)).upsertSeveral(
      {
        accountId,
        policies: DEFAULT_POLICIES,
        actor: { kind: 'idp', tokenId: String(token?.['id']), identityProvider: 'okta' },
        request: { id: uuidv7(), method: 'POST', bulkIndex: null },
        traceparent: undefined,
        now: Date.now(),
        newId: uuidv7,
      },
      upserts,
    );
    expect(outcomes).toHaveLength(count);
  } finally {
    await database.close();
  }
}

describe.each(databaseKinds())('a closing that was cut short on $name', kind => {
  test('is taken up when the service starts again', async () => {
    const database = await kind.create();
    const first = await startTestService({ databaseUrl: database.url });
    try {
      await first.addAccount({ id: 'cut' });
      for (const email of ['ann@example.com', 'bo@example.com']) {
        await addMember(first.url, await first.serviceToken(), email);
      }
      // As by a process that died right after the first transaction: no job was woken.
      await first.accounts.close('cut');
      expect((await first.memberEvents('cut')).map(({ type }) => type)).toEqual([
        'team_member.provisioned',
        'team_member.provisioned',
      ]);
    } finally {
      await first.stop();
    }
    const second = await startTestService({ databaseUrl: database.url });
    try {
      await waitUntil('the members are gone', 10_000, async () => {
        const { offboarding } = await second.accounts.get('cut');
        return offboarding === null;
      });
      const events = await second.memberEvents('cut');
      expect(events.filter(({ type }) => type === 'team_member.deleted')).toHaveLength(2);
      expect(JSON.stringify(events)).not.toContain('@example.com');
    } finally {
      await second.stop();
      await database.drop();
    }
  });
});

describe.each(databaseKinds())('an offboarding that is under way on $name', kind => {
  test('is not called off by disabling again, whatever is said of the members then', async () => {
    const database = await kind.create();
    const service = await startTestService({ databaseUrl: database.url });
    try {
      const scim = new ScimClient(await service.addAccount({ id: 'twice' }));
      await scim.create();
      // The use case alone: the work itself is begun by its caller.
      await service.accounts.disable('twice', 'deprovision');
      const { offboarding } = await service.accounts.get('twice');
      for (const members of ['keep', 'deprovision'] as const) {
        expect((await service.accounts.disable('twice', members)).offboarding).toEqual(offboarding);
      }
      const control = new ControlClient(service.url, await service.serviceToken());
      await control.expect(200, 'POST', '/accounts/twice/scim/disable', { members: 'keep' });
      await waitUntil('the member has left', 10_000, async () => {
        return (await service.accounts.get('twice')).offboarding === null;
      });
      const types = (await service.events('twice')).map(({ type }) => type);
      expect(types.slice(2)).toEqual([
        'team_member.provisioned',
        'connection.disabled',
        'team_member.deprovisioned',
      ]);
    } finally {
      await service.stop();
      await database.drop();
    }
  });
});

async function addMember(url: string, token: string, email: string): Promise<void> {
  const response = await fetch(`${url}/v1/accounts/cut/members`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  expect(response.status).toBe(201);
}
