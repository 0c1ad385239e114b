/** Members leave when their account is closed or loses its identity provider: in small transactions, to the end. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BackgroundLoop, BackgroundLoops } from '../../base/background-loop.ts';
import { describeFailure, type Log } from '../../base/log.ts';
import type { ChangeContext } from '../../members/change.ts';
import type { Members } from '../../members/members.ts';
import { type Account, DEFAULT_POLICIES } from '../account.ts';
import type { AccountStore } from '../accounts.ts';
import { unchanged } from '../state.ts';
import type { Offboarding } from './offboarding.ts';

/** The lock of the account is held for so many members. */
const BATCH = 20;
/** What a process that died left behind is taken up by the next sweep of any other. */
const SWEEP_MS = 30_000;
const FAILURE = 'members could not leave, and will be tried again';

export interface OffboardingStore {
  /** Ids of accounts whose members have not all left. */
  accountsBeingOffboarded(): Promise<readonly string[]>;
  /**
   * Takes what is personal out of some events about members of the account.
   * @param after the sequence to go on behind
   * @returns the sequence of the last one; `undefined` when there was none
   */
  redactEvents(accountId: string, after: number): Promise<number | undefined>;
  /** Deletes some of what is logged of the account, and what receivers said. @returns whether there may be more */
  forgetEntries(accountId: string): Promise<boolean>;
}

interface Dependencies {
  readonly store: OffboardingStore;
  readonly accounts: Pick<AccountStore, 'findAccount' | 'changeAccount'>;
  readonly members: Pick<Members, 'deprovisionSome'>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly loops: BackgroundLoops;
  readonly log: Log;
}

export class OffboardingJob {
  readonly #dependencies: Dependencies;
  readonly #loop: BackgroundLoop;
  readonly #running = new Map<string, Promise<void>>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#loop = dependencies.loops.add({
      name: 'offboarding',
      run: () => this.#sweep(),
      everyMs: SWEEP_MS,
      runsAtStart: true,
      whenItFails: FAILURE,
    });
  }

  /** Waits for the batches under way when the loops are stopped; what is left is taken up at the next start. */
  async finish(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  /** To be called when members of an account are to leave; the caller need not wait for it. */
  wake(accountId: string): void {
    const { log } = this.#dependencies;
    this.run(accountId).catch((error: unknown) => log.warn(FAILURE, describeFailure(error)));
  }

  /** Runs the offboarding of an account's members, if there is one, to its end. Calls meanwhile wait for the same run. */
  run(accountId: string): Promise<void> {
    const running =
      this.#running.get(accountId) ?? this.#leave(accountId).finally(() => this.#running.delete(accountId));
    this.#running.set(accountId, running);
    return running;
  }

  async #sweep(): Promise<void> {
    for (const id of await this.#dependencies.store.accountsBeingOffboarded()) await this.run(id);
  }

  async #leave(accountId: string): Promise<void> {
    const { accounts, members } = this.#dependencies;
    for (;;) {
      // Asked before every batch: another process may have come to the end.
      const account = await accounts.findAccount(accountId);
      const offboarding = account?.offboarding;
      if (!offboarding || this.#loop.isStopping) return;
      const context = this.#contextFor(account, offboarding);
      if ((await members.deprovisionSome(context, offboarding.reason, BATCH)) > 0) {
        await nextTurn();
        continue;
      }
      if (offboarding.reason === 'account_closed' && !(await this.#forget(accountId))) return;
      await this.#end(accountId, offboarding);
    }
  }

  /** Another offboarding may have begun meanwhile: then that one goes on. */
  async #end(accountId: string, offboarding: Offboarding): Promise<void> {
    const { accounts, log } = this.#dependencies;
    await accounts.changeAccount(accountId, current => {
      if (!current) throw new Error('the row of an account stays for ever');
      const isSame = current.account.offboarding?.request.id === offboarding.request.id;
      return isSame
        ? { account: { ...current.account, offboarding: null }, tokens: [], events: [] }
        : unchanged(current);
    });
    log.info('members have left', { accountId, reason: offboarding.reason });
  }

  /** Takes what is personal out of the past of a closed account. @returns whether it came to the end */
  async #forget(accountId: string): Promise<boolean> {
    const { store } = this.#dependencies;
    for (let after: number | undefined = 0; after !== undefined; ) {
      if (this.#loop.isStopping) return false;
      after = await store.redactEvents(accountId, after);
    }
    while (await store.forgetEntries(accountId)) {
      if (this.#loop.isStopping) return false;
    }
    return true;
  }

  #contextFor({ id }: Account, { actor, request, traceparent }: Offboarding): ChangeContext {
    const { now, newId } = this.#dependencies;
    return {
      accountId: id,
      policies: DEFAULT_POLICIES,
      actor,
      request,
      traceparent: traceparent ?? undefined,
      now: now(),
      newId,
    };
  }
}
