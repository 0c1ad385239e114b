import { Writable } from 'node:stream';
import { type Account, DEFAULT_POLICIES, signOnWith } from '../../src/accounts/account.ts';
import type { AccountStore } from '../../src/accounts/accounts.ts';
import { OffboardingJob, type OffboardingStore } from '../../src/accounts/offboarding/job.ts';
import type { Offboarding } from '../../src/accounts/offboarding/offboarding.ts';
import { createLog } from '../../src/base/log.ts';
import type { ChangeContext } from '../../src/members/change.ts';
import { backgroundLoops } from '../support/background-loops.ts';
import { waitUntil } from '../support/wait-until.ts';

const offboardingFor = (reason: Offboarding['reason'], requestId: string): Offboarding => ({
  reason,
  actor: { kind: 'operator' },
  request: { id: requestId, method: 'POST', bulkIndex: null },
  traceparent: null,
});

/** An account in memory, with members who are only counted. */
function startScene(left: number) {
  let account: Account = {
    id: 'acme',
    name: 'acme',
    identityProvider: 'other',
    sso: signOnWith('saml'),
    policies: DEFAULT_POLICIES,
    connection: { state: 'disabled', reason: null, since: 0 },
    offboarding: offboardingFor('connection_removed', 'first'),
    createdAt: 0,
    updatedAt: 0,
    closedAt: null,
  };
  const scene = {
    /** What was asked of the stores, in order. */
    done: [] as string[],
    left,
    isBroken: false,
    beforeBatch: () => {},
    account: () => account,
    change: (change: Partial<Account>) => {
      account = { ...account, ...change };
    },
    logged: '',
  };
  const accounts: Pick<AccountStore, 'findAccount' | 'changeAccount'> = {
    findAccount: async () => account,
    changeAccount: async (_id, decide) => {
      const change = decide({ account, tokens: [] });
      account = change.account;
      return change;
    },
  };
  const store: OffboardingStore = {
    accountsBeingOffboarded: async () => (account.offboarding ? ['acme'] : []),
    redactEvents: async (_id, after) => {
      scene.done.push(`redact after ${after}`);
      return after < 2 ? after + 1 : undefined;
    },
    forgetEntries: async () => {
      scene.done.push('forget log entries');
      return false;
    },
  };
  const members = {
    deprovisionSome: async (context: ChangeContext, reason: string) => {
      scene.beforeBatch();
      if (scene.isBroken) throw new Error('the database is away');
      scene.done.push(`${reason} by ${context.request.id}`);
      scene.left = Math.max(0, scene.left - 1);
      return scene.left;
    },
  };
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, next) => {
      scene.logged += chunk.toString();
      next();
    },
  });
  const loops = backgroundLoops();
  const offboarding = new OffboardingJob({
    store,
    accounts,
    members,
    now: () => 0,
    newId: () => 'id',
    loops,
    log: createLog('info', sink),
  });
  return { scene, loops, offboarding };
}

test('members leave batch by batch until none is left, and then the work is done', async () => {
  const { scene, offboarding } = startScene(3);
  await offboarding.run('acme');
  expect(scene.done).toEqual(Array.from({ length: 3 }, () => 'connection_removed by first'));
  expect(scene.account().offboarding).toBeNull();
  await offboarding.run('acme');
  expect(scene.done).toHaveLength(3);
});

test('calls during a run wait for the same run', async () => {
  const { offboarding } = startScene(3);
  const running = offboarding.run('acme');
  expect(offboarding.run('acme')).toBe(running);
  await running;
});

/** What is done with the past of a closed account. */
const FORGETTING = ['redact after 0', 'redact after 1', 'redact after 2', 'forget log entries'];

test('closing goes on to the past of the account, and is done only then', async () => {
  const { scene, offboarding } = startScene(1);
  scene.change({ offboarding: offboardingFor('account_closed', 'closing'), closedAt: 1 });
  await offboarding.run('acme');
  expect(scene.done).toEqual(['account_closed by closing', ...FORGETTING]);
  expect(scene.account().offboarding).toBeNull();
});

test('an account that is closed while its members are deprovisioned is closed to the end', async () => {
  const { scene, offboarding } = startScene(2);
  scene.beforeBatch = () => {
    // Just before the last batch of the first offboarding.
    if (scene.left === 1 && scene.account().closedAt === null) {
      scene.change({ offboarding: offboardingFor('account_closed', 'closing'), closedAt: 1 });
    }
  };
  await offboarding.run('acme');
  expect(scene.done).toEqual([
    'connection_removed by first',
    'connection_removed by first',
    'account_closed by closing',
    ...FORGETTING,
  ]);
  expect(scene.account().offboarding).toBeNull();
});

test('a caller that asks while the job runs waits for the same job', async () => {
  const { scene, offboarding } = startScene(5);
  await Promise.all([offboarding.run('acme'), offboarding.run('acme'), offboarding.run('acme')]);
  expect(scene.done).toHaveLength(5);
});

test('a failure in the background is logged, and the work is taken up by the next start', async () => {
  const { scene, loops, offboarding } = startScene(2);
  scene.isBroken = true;
  offboarding.wake('acme');
  await waitUntil('the failure is logged', 10_000, () => scene.logged.includes('members could not leave'));
  expect(scene.account().offboarding).not.toBeNull();
  scene.isBroken = false;
  loops.start();
  await waitUntil('the members have left', 10_000, () => scene.account().offboarding === null);
  await loops.stop();
});

test('stopping ends after the batch under way, and leaves the rest for later', async () => {
  const { scene, loops, offboarding } = startScene(1_000);
  scene.beforeBatch = () => {
    if (scene.left === 997) void loops.stop();
  };
  await offboarding.run('acme');
  expect(scene.done.length).toBeLessThan(10);
  expect(scene.account().offboarding).not.toBeNull();
});
