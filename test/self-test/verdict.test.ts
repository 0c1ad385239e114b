/** What a self-test comes to when the stand-in does not answer as it should. */
import { Writable } from 'node:stream';
import { type Account, DEFAULT_POLICIES } from '../../src/accounts/account.ts';
import { createLog } from '../../src/base/log.ts';
import { selfTestText } from '../../src/self-test/report-text.ts';
import { SelfTests } from '../../src/self-test/self-tests.ts';
import type { OpenStandIn, StandInAnswer } from '../../src/self-test/stand-in.ts';

const ACCOUNT = {
  id: 'acorn',
  name: 'Acorn Bakery',
  identityProvider: 'jumpcloud',
  policies: DEFAULT_POLICIES,
} as Account; // what a self-test reads of it

function selfTestsOn(openStandIn: OpenStandIn): { readonly tests: SelfTests; readonly logged: () => string } {
  let logged = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString();
      done();
    },
  });
  const tests = new SelfTests({
    openStandIn,
    now: Date.now,
    monotonicNow: () => performance.now(),
    newId: () => 'run-1',
    publicUrl: () => 'https://scim.example.com',
    log: createLog('info', sink),
  });
  return { tests, logged: () => logged };
}

const answering =
  (answer: StandInAnswer): OpenStandIn =>
  async () => ({ send: async () => answer, close: async () => undefined });

test('a service that answers otherwise is to blame: the report names the step, the answer and the run', async () => {
  const { tests, logged } = selfTestsOn(
    answering({ status: 500, body: { detail: 'x' }, explanation: 'service_failure' }),
  );
  const report = await tests.run(ACCOUNT, 'dana');
  expect(report.verdict).toEqual({
    outcome: 'fault',
    title: 'We are to blame.',
    text: 'Step 1 (JumpCloud looks for its test user) should have been answered 200, no one and was answered 500, refused. Report the number of this run: run-1.',
  });
  expect(report.steps[0]?.explanation).toMatchObject({ id: 'service_failure' });
  expect(report.steps[5]).toMatchObject({ does: 'deletes it', got: null, isAsExpected: false });
  expect(logged()).toMatch(/"level":"error","message":"a self-test was answered as it should not be"/);
  expect(logged()).toContain('"step":1');
  const text = selfTestText(report);
  expect(text).toMatch(/^We are to blame\./);
  expect(text).toMatch(/FAIL {2}deletes it .* got not played/);
});

test('a test that cannot run says so, and is logged', async () => {
  const { tests, logged } = selfTestsOn(() => Promise.reject(new Error('no memory')));
  const report = await tests.run(ACCOUNT, 'dana');
  expect(report).toMatchObject({ verdict: { outcome: 'not_run' }, steps: [] });
  expect(logged()).toContain('a self-test could not run');
  // The place is free again.
  expect((await tests.run(ACCOUNT, 'dana')).verdict.outcome).toBe('not_run');
});

test('two run in a process at a time, of whatever accounts', async () => {
  let open = (): void => undefined;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  const { tests } = selfTestsOn(async () => {
    await opened;
    return {
      send: async () => ({ status: 404, body: undefined, explanation: null }),
      close: async () => undefined,
    };
  });
  const runs = ['acorn', 'birch'].map(id => tests.run({ ...ACCOUNT, id }, id));
  await expect(tests.run({ ...ACCOUNT, id: 'cedar' }, 'cedar')).rejects.toMatchObject({
    code: 'tooManyRequests',
  });
  open();
  await Promise.all(runs);
});
