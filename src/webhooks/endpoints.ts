/** The use cases on webhook endpoints: registered, changed, rotated, pinged, looked at, replayed. */
import { RollcallError } from '../base/errors.ts';
import type { CursorPosition } from '../events/feed/cursor.ts';
import type { FeedState } from '../events/feed/feed.ts';
import type { DeliveryAttempt } from './delivery-store.ts';
import type { Endpoint, SignatureScheme } from './endpoint.ts';
import type {
  AccountAccess,
  AttemptFilter,
  DeadLetter,
  DeadLetterFilter,
  EndpointSettings,
  EndpointStore,
  LaneDescription,
  LaneFilter,
  NewEndpoint,
  PageRequest,
  Replay,
  SecretDescription,
  SecretRecord,
} from './endpoint-store.ts';
import type { Sender } from './lane-run.ts';
import { operationalEvent } from './operational-event.ts';
import type { ReplayRange } from './replay-range.ts';
import type { AddressGuard } from './sender/address-guard.ts';
import { deliveryRequest, describeOutcome } from './sender/request.ts';
import { makeSecret } from './sender/signature.ts';

/** An endpoint with the secret that is shown this once: `whsec_…`, or for ed25519 the public `whpk_…`. */
export interface IssuedEndpoint {
  readonly endpoint: Endpoint;
  readonly secret: string;
}

interface Dependencies {
  readonly store: EndpointStore;
  readonly guard: AddressGuard;
  readonly sender: Sender;
  readonly feedState: () => Promise<FeedState>;
  readonly now: () => number;
  readonly newId: () => string;
  /** Called when there may be something to deliver. */
  readonly wake: () => void;
}

const MOST_RUNNING_REPLAYS = 10;

export class Endpoints {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws RollcallError `badRequest` for an address that may not be called, `gone` for a cursor that has expired or of a feed that was reset */
  async add(wanted: NewEndpoint): Promise<IssuedEndpoint> {
    const { store, guard, now, newId, wake } = this.#dependencies;
    guard.check(new URL(wanted.url));
    const { start, ...settings } = wanted;
    if (typeof start === 'object') await this.#checkIsKept(start);
    const at = now();
    const endpoint: Endpoint = {
      ...settings,
      id: newId(),
      status: 'active',
      disabledReason: null,
      consecutiveFailures: 0,
      failingSince: null,
      failingSinceUptime: null,
      nextProbeAt: null,
      createdAt: at,
      updatedAt: at,
    };
    const { record, shown } = this.#newSecret(wanted.signature);
    await store.add(endpoint, record, start);
    wake();
    return { endpoint, secret: shown };
  }

  /** @throws RollcallError `notFound` */
  async get(id: string): Promise<Endpoint> {
    return (await this.#dependencies.store.find(id)) ?? notThere(id);
  }

  list(): Promise<readonly Endpoint[]> {
    return this.#dependencies.store.list();
  }

  /** The secrets that sign or have signed, without their keys, newest first. */
  secrets(id: string): Promise<readonly SecretDescription[]> {
    return this.#dependencies.store.secrets(id);
  }

  /** @throws RollcallError `notFound`, `badRequest` for an address that may not be called */
  async update(id: string, change: Partial<EndpointSettings>): Promise<Endpoint> {
    const { store, guard, now, wake } = this.#dependencies;
    if (change.url !== undefined) guard.check(new URL(change.url));
    const updated = await store.update(id, endpoint => ({ ...endpoint, ...change, updatedAt: now() }));
    wake();
    return updated ?? notThere(id);
  }

  /** @throws RollcallError `notFound` */
  async remove(id: string): Promise<void> {
    if (!(await this.#dependencies.store.remove(id))) notThere(id);
  }

  /**
   * Issues a new secret; until the overlap ends, requests are signed with the old one as well.
   * @throws RollcallError `notFound`
   */
  async rotateSecret(id: string, overlapMs: number): Promise<IssuedEndpoint> {
    const endpoint = await this.get(id);
    const { record, shown } = this.#newSecret(endpoint.signature);
    const isAdded = await this.#dependencies.store.addSecret(id, record, record.createdAt + overlapMs);
    return isAdded ? { endpoint, secret: shown } : notThere(id);
  }

  /**
   * Calls the endpoint again, whatever made it stop.
   * @param resume `backlog`: with everything that waits; `head`: with what comes
   * @throws RollcallError `notFound`
   */
  async enable(id: string, resume: 'backlog' | 'head'): Promise<Endpoint> {
    const { store, now, newId, wake } = this.#dependencies;
    const at = now();
    const enabled = await store.setStatus(id, 'active', null, resume === 'head', at, before =>
      operationalEvent('endpoint.enabled', before, at, newId, { previousStatus: before.status }),
    );
    wake();
    return enabled ?? notThere(id);
  }

  /** Stops calling the endpoint; what comes waits for it as long as events are kept. @throws RollcallError `notFound` */
  async disable(id: string): Promise<Endpoint> {
    const { store, now, newId } = this.#dependencies;
    const at = now();
    const reason = 'Disabled by hand.';
    const disabled = await store.setStatus(id, 'disabled', reason, false, at, before =>
      operationalEvent('endpoint.disabled', before, at, newId, { reason }),
    );
    return disabled ?? notThere(id);
  }

  /**
   * Sends an `endpoint.verification` event now, also to an endpoint that is disabled. When it is delivered, what
   * waits after a failure is tried again.
   * @returns the outcome
   * @throws RollcallError `notFound`
   */
  async ping(id: string): Promise<DeliveryAttempt> {
    const { store, sender, now, newId, wake } = this.#dependencies;
    const target = (await store.target(id, now())) ?? notThere(id);
    const at = now();
    const event = await store.addEvent(operationalEvent('endpoint.verification', target.endpoint, at, newId));
    const outcome = await sender.send(
      deliveryRequest(target, [event], { now: at, attempt: 1, previousSequence: 0, isReplay: false }),
    );
    const attempt: DeliveryAttempt = {
      id: newId(),
      endpointId: id,
      accountId: '',
      eventId: event.id,
      firstSequence: event.sequence,
      lastSequence: event.sequence,
      trigger: 'ping',
      attempt: 1,
      ...describeOutcome(outcome),
      at,
    };
    await store.recordAttempt(attempt);
    if (attempt.outcome === 'delivered') {
      await store.recover(id, now());
      wake();
    }
    return attempt;
  }

  attempts(id: string, filter: AttemptFilter): Promise<readonly DeliveryAttempt[]> {
    return this.#dependencies.store.attempts(id, filter);
  }

  deadLetters(id: string, filter: DeadLetterFilter): Promise<readonly DeadLetter[]> {
    return this.#dependencies.store.deadLetters(id, filter);
  }

  lanes(id: string, filter: LaneFilter): Promise<readonly LaneDescription[]> {
    return this.#dependencies.store.lanes(id, filter);
  }

  replays(id: string, list: PageRequest): Promise<readonly Replay[]> {
    return this.#dependencies.store.replays(id, list);
  }

  /**
   * Delivers a dead letter once more, beside the live events.
   * @throws RollcallError `notFound`, `conflict` when it was resolved or its events are no longer kept
   */
  async retry(id: string, deadLetterId: string, access: AccountAccess = {}): Promise<Replay> {
    const letter = await this.#deadLetter(id, deadLetterId, access);
    if (letter.eventId === null || !(await this.#dependencies.store.isKept(letter.eventId))) {
      throw new RollcallError(
        'conflict',
        'These events are no longer kept. Read the snapshot of the account instead.',
      );
    }
    if (letter.resolvedAt !== null)
      throw new RollcallError('conflict', 'This dead letter is resolved already.');
    const { accountId, firstSequence, lastSequence } = letter;
    return this.#replay(
      id,
      { kind: 'sequences', accountId, first: firstSequence, last: lastSequence },
      false,
    );
  }

  /** Marks a dead letter as dealt with. @throws RollcallError `notFound` */
  async resolve(id: string, deadLetterId: string, access: AccountAccess = {}): Promise<DeadLetter> {
    await this.#deadLetter(id, deadLetterId, access);
    await this.#dependencies.store.resolveDeadLetter(id, deadLetterId, this.#dependencies.now());
    return this.#deadLetter(id, deadLetterId, access);
  }

  /**
   * Delivers a range of events once more, in order within each account, beside the live events.
   * @throws RollcallError `notFound`, `badRequest` for an account it does not listen to, `conflict` while too many
   *   replays run, `gone` for a cursor that has expired or of a feed that was reset
   */
  async replay(id: string, range: ReplayRange, onlyFailed: boolean): Promise<Replay> {
    const { accounts } = await this.get(id);
    if (range.accountId !== undefined && accounts !== null && !accounts.includes(range.accountId)) {
      throw new RollcallError('badRequest', 'The endpoint does not listen to the account in "account".');
    }
    if (range.kind === 'span') {
      if (range.from?.kind === 'position') await this.#checkIsKept(range.from);
      if (range.to?.kind === 'position') await this.#checkEpoch(range.to.epoch);
    }
    return this.#replay(id, range, onlyFailed);
  }

  async #replay(id: string, range: ReplayRange, onlyFailed: boolean): Promise<Replay> {
    const { store, now, newId, wake } = this.#dependencies;
    if ((await store.countRunningReplays(id)) >= MOST_RUNNING_REPLAYS) {
      throw new RollcallError(
        'conflict',
        `${MOST_RUNNING_REPLAYS} replays of this endpoint are running; wait for one to end.`,
      );
    }
    const replay = { id: newId(), range, onlyFailed, now: now() };
    const events = await store.addReplay(id, replay);
    wake();
    return { id: replay.id, onlyFailed, events, remaining: events, createdAt: replay.now };
  }

  async #deadLetter(id: string, deadLetterId: string, access: AccountAccess): Promise<DeadLetter> {
    const letter = await this.#dependencies.store.findDeadLetter(id, deadLetterId, access);
    if (letter) return letter;
    throw noSuchDeadLetter();
  }

  /** To begin behind a cursor whose next events are deleted would leave them out silently. */
  async #checkIsKept({ epoch, position }: CursorPosition): Promise<void> {
    await this.#checkEpoch(epoch);
    if (position >= (await this.#dependencies.feedState()).floor) return;
    throw new RollcallError(
      'gone',
      'This cursor has expired: the events after it are no longer kept. Read the snapshots of the accounts instead, and begin with a time or a later cursor.',
    );
  }

  async #checkEpoch(epoch: string): Promise<void> {
    if ((await this.#dependencies.feedState()).epoch === epoch) return;
    throw new RollcallError(
      'gone',
      'The feed was reset since this cursor was given out; use a time instead.',
    );
  }

  #newSecret(scheme: SignatureScheme): { record: SecretRecord; shown: string } {
    const { now, newId } = this.#dependencies;
    const { key, shown, publicKey } = makeSecret(scheme);
    return {
      record: { id: newId(), scheme, key, publicKey, createdAt: now(), expiresAt: null },
      shown,
    };
  }
}

/** Also for an endpoint that the caller must not see. */
export const noSuchEndpoint = (id: string): RollcallError =>
  new RollcallError('notFound', `There is no webhook endpoint ${JSON.stringify(id.slice(0, 64))}.`);

export const noSuchDeadLetter = (): RollcallError =>
  new RollcallError('notFound', 'There is no such dead letter of this endpoint.');

function notThere(id: string): never {
  throw noSuchEndpoint(id);
}
