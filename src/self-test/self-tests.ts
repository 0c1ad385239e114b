/** The use case: a self-test for an account, so many at a time, and what it comes to. */
import type { Account } from '../accounts/account.ts';
import { MINUTE_MS } from '../base/clock.ts';
import { RollcallError } from '../base/errors.ts';
import { describeFailure, type Log } from '../base/log.ts';
import { type Explanation, explain } from '../provisioning-log/explanations/explanation.ts';
import { PLAYS } from './plays/play-catalogue.ts';
import { runSelfTest, type SelfTestRun, type StepResult } from './self-test.ts';
import type { OpenStandIn } from './stand-in.ts';
import { NOT_TESTED, notRun, type Verdict, verdictOf } from './verdict.ts';

export interface ReportedStep extends Omit<StepResult, 'explanation'> {
  /** Of a refusal that was not expected, in the words of the identity provider. */
  readonly explanation: Explanation | null;
}

export interface SelfTestReport {
  readonly runId: string;
  readonly identityProvider: Account['identityProvider'];
  readonly verdict: Verdict;
  readonly steps: readonly ReportedStep[];
  readonly durationMs: number;
  readonly notTested: string;
}

interface Dependencies {
  readonly openStandIn: OpenStandIn;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
  readonly newId: () => string;
  /** Without a trailing slash. */
  readonly publicUrl: () => string;
  readonly log: Log;
}

const MOST_AT_A_TIME = 2;
const MOST_A_MINUTE = 6;

export class SelfTests {
  readonly #dependencies: Dependencies;
  readonly #running = new Set<string>();
  /** When each caller began its last runs. */
  readonly #recent = new Map<string, readonly number[]>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @param callerId of whom six runs a minute are accepted: a setup link, or a service token
   * @throws RollcallError `tooManyRequests`
   */
  async run(account: Account, callerId: string): Promise<SelfTestReport> {
    this.#admit(account.id, callerId);
    this.#running.add(account.id);
    try {
      return await this.#report(account);
    } finally {
      this.#running.delete(account.id);
    }
  }

  #admit(accountId: string, callerId: string): void {
    if (this.#running.has(accountId)) throw tooMany('A self-test of this account is running.', 1);
    if (this.#running.size >= MOST_AT_A_TIME) throw tooMany('Other self-tests are running.', 1);
    const now = this.#dependencies.monotonicNow();
    for (const [id, times] of this.#recent) {
      const kept = times.filter(time => now - time < MINUTE_MS);
      if (kept.length === 0) this.#recent.delete(id);
      else this.#recent.set(id, kept);
    }
    const times = this.#recent.get(callerId) ?? [];
    const [oldest = now] = times;
    if (times.length >= MOST_A_MINUTE) {
      const seconds = Math.ceil((oldest + MINUTE_MS - now) / 1_000);
      throw tooMany(`There were ${MOST_A_MINUTE} self-tests within a minute.`, seconds);
    }
    this.#recent.set(callerId, [...times, now]);
  }

  async #report({ id: accountId, name, identityProvider, policies }: Account): Promise<SelfTestReport> {
    const { openStandIn, now, newId, publicUrl, log } = this.#dependencies;
    const runId = newId();
    const baseUrl = `${publicUrl()}/scim/v2`;
    let run: SelfTestRun = { steps: [], durationMs: 0 };
    let verdict = notRun();
    try {
      run = await runSelfTest({
        identityProvider,
        policies,
        play: PLAYS[identityProvider],
        now,
        openStandIn,
      });
      verdict = verdictOf(run, { runId, accountName: name, identityProvider, policies, baseUrl });
    } catch (error) {
      log.error('a self-test could not run', { runId, accountId, ...describeFailure(error) });
    }
    if (verdict.outcome === 'fault') {
      const step = run.steps.findIndex(({ isAsExpected }) => !isAsExpected) + 1;
      const status = run.steps[step - 1]?.got?.status;
      log.error('a self-test was answered as it should not be', {
        runId,
        accountId,
        identityProvider,
        step,
        status,
      });
    }
    log.info('a self-test ran', { runId, accountId, identityProvider, outcome: verdict.outcome });
    return {
      runId,
      identityProvider,
      verdict,
      steps: run.steps.map(step => ({
        ...step,
        explanation:
          step.isAsExpected || step.explanation === null
            ? null
            : explain(step.explanation, identityProvider, baseUrl),
      })),
      durationMs: run.durationMs,
      notTested: NOT_TESTED(identityProvider),
    };
  }
}

const tooMany = (why: string, seconds: number): RollcallError =>
  new RollcallError('tooManyRequests', `${why} Try again in ${seconds} seconds.`, {
    retryAfterSeconds: seconds,
  });
